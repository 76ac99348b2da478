"""Addresses of the lead pages."""

from django.urls import URLPattern, path

from anhuan.web.lead.views import doing, morning, tasks

app_name = "lead"
urlpatterns: list[URLPattern] = [
    path("", morning.show, name="morning"),
    path("instruct/", doing.instruct, name="instruct"),
    path("task/", tasks.hand_out, name="task"),
    path("watched/", tasks.watched, name="watched"),
    path("climbed/", morning.climbed, name="climbed"),
    path("near/", doing.near, name="near"),
    path("call/<str:number>/", morning.call, name="call"),
]
