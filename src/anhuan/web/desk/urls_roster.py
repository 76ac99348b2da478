"""Addresses of the duty roster, states and calls."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import calls, rosters, states

roster_urls: list[URLPattern] = [
    path("roster/", rosters.week, name="roster"),
    path("roster/turns/", rosters.make, name="roster-make"),
    path("roster/day/", rosters.enter, name="roster-enter"),
    path("roster/places/<uuid:stint>/", rosters.change, name="roster-change"),
    path("roster/states/", states.listed, name="roster-states"),
    path("roster/states/new/", states.declare, name="roster-state-new"),
    path("roster/states/<uuid:state_id>/end/", states.end, name="roster-state-end"),
    path("roster/calls/", calls.listed, name="roster-calls"),
    path("roster/calls/<uuid:unit>/new/", calls.place, name="call-unit"),
    path("roster/calls/<uuid:call_id>/answer/", calls.answer, name="call-answer"),
]
