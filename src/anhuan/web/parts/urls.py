"""Addresses that every audience shares."""

from django.urls import URLPattern, path

from anhuan.evidence.types import Edge
from anhuan.web.parts import files

app_name = "parts"
urlpatterns: list[URLPattern] = [
    path("documents/<uuid:document_id>.pdf", files.paper, name="paper"),
    path("evidence/<uuid:use_id>/original", files.original, name="original"),
    *(
        path(
            f"evidence/<uuid:use_id>/{edge.value}",
            files.derivative,
            {"edge": edge.value},
            name=edge.value,
        )
        for edge in Edge
    ),
]
