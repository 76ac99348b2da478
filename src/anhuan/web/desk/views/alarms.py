"""Alarms: those that go on, and one of them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anhuan.web.desk.alarms import drift as drifts
from anhuan.web.desk.alarms import pace as paces
from anhuan.web.desk.alarms.listed import asked_in, board
from anhuan.web.desk.alarms.page import shown
from anhuan.web.parts.ids import whole_number
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    given = request.GET
    first = min(whole_number(given.get("first", "")) or 1, 100_000)
    found = board(
        request.viewer, asked_in(given.dict()), after=given.get("after", ""), first=first
    )
    return render(request, "desk/alarms.html", {"board": found})


@require_safe
def drift(request: ViewerRequest) -> HttpResponse:
    return render(request, "desk/alarm_figures.html", {"board": drifts.board(request.viewer)})


@require_safe
def pace(request: ViewerRequest) -> HttpResponse:
    return render(request, "desk/alarm_figures.html", {"board": paces.board(request.viewer)})


@require_safe
def page(request: ViewerRequest, alarm_id: UUID) -> HttpResponse:
    return render(request, "desk/alarm.html", {"alarm": shown(request.viewer, alarm_id)})
