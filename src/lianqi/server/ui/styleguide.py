"""Every component on one page, for whoever builds screens. Only where LIANQI_DEBUG=1."""

from django.shortcuts import render

from lianqi.server.access import PUBLIC, access


@access(PUBLIC)
def styleguide(request):
    return render(request, "ui/styleguide.html", {"title": "styleguide"})
