"""Addresses of what is brought in."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import imports, loads

import_urls: list[URLPattern] = [
    path("import/", imports.start, name="import"),
    path("import/sites/", loads.sites, name="import-sites"),
    path("import/<uuid:batch>/", imports.rows, name="import-rows"),
    path("import/<uuid:batch>/columns/", imports.columns, name="import-columns"),
    path("import/<uuid:batch>/fix/", imports.fix, name="import-fix"),
    path("import/<uuid:batch>/alike/", imports.alike, name="import-alike"),
    path("import/<uuid:batch>/confirm/", imports.confirm, name="import-confirm"),
    path("import/<uuid:batch>/progress/", imports.progressing, name="import-progress"),
    path("import/<uuid:batch>/problems.xlsx", imports.problems, name="import-problems"),
]
