"""Addresses of the air."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import air

air_urls: list[URLPattern] = [
    path("air/", air.now, name="air"),
    path("air/days/", air.days, name="air-days"),
    path("air/published/", air.publish, name="air-published"),
    path("air/targets/", air.aims, name="air-targets"),
    path("air/targets/new/", air.new, name="air-target-new"),
    path("air/targets/<uuid:target_id>/", air.aim, name="air-target"),
    path("air/targets/<uuid:target_id>/withdraw/", air.withdraw, name="air-target-withdraw"),
]
