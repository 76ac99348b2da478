"""Addresses of alarms."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import alarms

alarm_urls: list[URLPattern] = [
    path("alarms/", alarms.listed, name="alarms"),
    path("alarms/drift/", alarms.drift, name="alarm-drift"),
    path("alarms/pace/", alarms.pace, name="alarm-pace"),
    path("alarms/<uuid:alarm_id>/", alarms.page, name="alarm"),
]
