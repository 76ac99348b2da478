"""Addresses of my work, the ledger, search and export."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import batch, duties, exports, ledger, saved, search, work

ledger_urls: list[URLPattern] = [
    path("work/", work.work, name="work"),
    path("work/read/", work.read, name="work-read-all"),
    path("work/read/<uuid:notice>/", work.read, name="work-read"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<uuid:post>/", duties.duties_of, name="duties-of"),
    path("duties/<uuid:post>/year/", duties.year, name="duties-year"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/more/", ledger.more, name="ledger-more"),
    path("ledger/print/", ledger.paper, name="ledger-print"),
    path("ledger/watching/", ledger.watching, name="watching"),
    path("ledger/views/", saved.views, name="views"),
    path("ledger/views/<uuid:view>/", saved.view, name="view"),
    path("ledger/remind/", batch.remind, name="remind"),
    path("ledger/assign/", batch.assign, name="assign"),
    path("ledger/export/", batch.export, name="export"),
    path("ledger/export/<uuid:export>/", exports.progressing, name="export-progress"),
    path("ledger/export/<uuid:export>/file/", exports.download, name="export-file"),
    path("search/", search.search, name="search"),
]
