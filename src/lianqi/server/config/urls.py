"""The pages of the server: none yet."""

urlpatterns: list[object] = []
