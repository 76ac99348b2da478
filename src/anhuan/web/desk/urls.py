"""Addresses of the desk pages."""

from django.urls import URLPattern

from anhuan.web.desk.urls_air import air_urls
from anhuan.web.desk.urls_alarms import alarm_urls
from anhuan.web.desk.urls_campaigns import campaign_urls
from anhuan.web.desk.urls_case import case_urls
from anhuan.web.desk.urls_circulars import circular_urls
from anhuan.web.desk.urls_hazards import hazard_urls
from anhuan.web.desk.urls_import import import_urls
from anhuan.web.desk.urls_judgements import judgement_urls
from anhuan.web.desk.urls_ledger import ledger_urls
from anhuan.web.desk.urls_matters import matter_urls
from anhuan.web.desk.urls_permits import permit_urls
from anhuan.web.desk.urls_proceedings import proceeding_urls
from anhuan.web.desk.urls_roster import roster_urls
from anhuan.web.desk.urls_sponsored import sponsored_urls
from anhuan.web.desk.urls_statements import statement_urls
from anhuan.web.desk.urls_stations import station_urls
from anhuan.web.desk.urls_tasks import task_urls
from anhuan.web.desk.urls_visits import visit_urls

app_name = "desk"
urlpatterns: list[URLPattern] = [
    *ledger_urls,
    *case_urls,
    *hazard_urls,
    *import_urls,
    *sponsored_urls,
    *task_urls,
    *matter_urls,
    *permit_urls,
    *circular_urls,
    *proceeding_urls,
    *roster_urls,
    *visit_urls,
    *statement_urls,
    *judgement_urls,
    *campaign_urls,
    *air_urls,
    *alarm_urls,
    *station_urls,
]
