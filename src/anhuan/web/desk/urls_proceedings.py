"""Addresses of interviews and vetoes."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import proceedings, slips

proceeding_urls: list[URLPattern] = [
    path("proceedings/", proceedings.listed, name="proceedings"),
    path("proceedings/year/", proceedings.year, name="proceedings-year"),
    path("proceedings/new/<str:procedure>/", proceedings.propose, name="proceeding-new"),
    path("proceedings/<str:number>/", proceedings.proceeding, name="proceeding"),
    path("proceedings/<str:number>/acts/<int:version>/", slips.proceeding, name="proceeding-slip"),
    path(
        "proceedings/<str:number>/acts/<int:version>/received",
        slips.proceeding_received,
        name="proceeding-slip-received",
    ),
    path("proceedings/<str:number>/<str:act>/", proceedings.act, name="proceeding-act"),
]
