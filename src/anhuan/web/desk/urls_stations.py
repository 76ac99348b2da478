"""Addresses of stations and of who is none yet."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import stations, strangers

station_urls: list[URLPattern] = [
    path("stations/", stations.listed, name="stations"),
    path("stations/hours/", stations.over_time, name="station-hours"),
    path("stations/strangers/", strangers.listed, name="strangers"),
    path("stations/strangers/<uuid:stranger_id>/", strangers.adopt, name="stranger-adopt"),
    path(
        "stations/strangers/<uuid:stranger_id>/dismiss/",
        strangers.dismiss,
        name="stranger-dismiss",
    ),
    path("stations/<uuid:station_id>/", stations.page, name="station"),
    path("stations/<uuid:station_id>/numbers.csv", stations.numbers, name="station-numbers"),
    path(
        "stations/<uuid:station_id>/limits/<uuid:limit_id>/",
        stations.limit_end,
        name="station-limit-end",
    ),
    path(
        "stations/<uuid:station_id>/pairs/<uuid:pair_id>/",
        stations.pair_end,
        name="station-pair-end",
    ),
    path("stations/<uuid:station_id>/ask/", stations.ask, name="station-ask"),
    path("stations/<uuid:station_id>/<str:what>/", stations.act, name="station-act"),
]
