"""Addresses of statements from phones."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import statements

statement_urls: list[URLPattern] = [
    path("statements/", statements.listed, name="statements"),
    path("statements/<uuid:statement_id>/", statements.statement, name="statement"),
    path("statements/<uuid:statement_id>/carry-out/", statements.carry_out, name="statement-do"),
]
