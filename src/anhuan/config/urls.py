"""Addresses of the whole program."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from anhuan.web.parts.home import go, home

handler400 = "anhuan.web.parts.errors.unreadable"
handler403 = "anhuan.web.parts.errors.forbidden"
handler404 = "anhuan.web.parts.errors.missing"
handler500 = "anhuan.web.parts.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    re_path(r"^go/(?P<kind>case|task)/(?P<number>[\w-]{1,32})/$", go, name="go"),
    path("", include("anhuan.web.parts.urls")),
    path("", include("anhuan.web.record.urls")),
    path("", include("anhuan.web.account.urls")),
    path("", include("anhuan.web.desk.urls")),
    path("firm/", include("anhuan.web.firm.urls")),
    path("lead/", include("anhuan.web.lead.urls")),
    path("field/", include("anhuan.web.field.urls")),
    path("admin/", include("anhuan.web.admin.urls")),
    path("api/", include("anhuan.api.urls")),
]
