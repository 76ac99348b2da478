"""Addresses of key objects, their sponsors and visits."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import sponsored

sponsored_urls: list[URLPattern] = [
    path("sponsored/", sponsored.listed, name="sponsored"),
    path("sponsored/<uuid:thing>/", sponsored.thing, name="sponsored-of"),
    path("sponsored/<uuid:thing>/board.pdf", sponsored.board, name="board"),
    path("sponsored/<uuid:thing>/visit/", sponsored.visit_new, name="visit-new"),
    path("tasks/<str:number>/key/", sponsored.key, name="task-key"),
    path("tasks/<str:number>/key/off/", sponsored.key_off, name="task-key-off"),
]
