"""Addresses of letters to firms."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import circulars

circular_urls: list[URLPattern] = [
    path("letters/", circulars.listed, name="circulars"),
    path("letters/new/", circulars.new, name="circular-new"),
    path("letters/<uuid:circular_id>/", circulars.circular, name="circular"),
    path("letters/<uuid:circular_id>/unread.xlsx", circulars.unread, name="circular-unread"),
    path("letters/by-hand/<uuid:addressee>/", circulars.hand_over, name="circular-hand"),
]
