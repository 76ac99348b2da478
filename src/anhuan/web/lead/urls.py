"""Addresses of the lead pages."""

from django.urls import URLPattern, path

from anhuan.web.lead.views import doing, morning

app_name = "lead"
urlpatterns: list[URLPattern] = [
    path("", morning.show, name="morning"),
    path("instruct/", doing.instruct, name="instruct"),
    path("near/", doing.near, name="near"),
    path("call/<str:number>/", morning.call, name="call"),
]
