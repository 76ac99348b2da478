"""Addresses of interviews and vetoes."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import proceedings

proceeding_urls: list[URLPattern] = [
    path("proceedings/", proceedings.listed, name="proceedings"),
    path("proceedings/year/", proceedings.year, name="proceedings-year"),
    path("proceedings/new/<str:procedure>/", proceedings.propose, name="proceeding-new"),
    path("proceedings/<str:number>/", proceedings.proceeding, name="proceeding"),
    path("proceedings/<str:number>/<str:act>/", proceedings.act, name="proceeding-act"),
]
