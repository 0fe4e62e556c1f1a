"""The web server's way in. It refuses to start where an address has no access rule or the assets are not built, and
has no park in sight but the one that a request is about.
"""

from __future__ import annotations

import os

from django.core.checks import ERROR, run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

from lianqi.server.ledger import sight

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianqi.server.config.settings")
application = get_wsgi_application()
if grave := [str(message) for message in run_checks() if message.level >= ERROR]:
    raise SystemCheckError("\n".join(grave))
sight.close()
