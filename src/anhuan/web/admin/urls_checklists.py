"""Addresses of checklists and of drafts of them."""

from django.urls import URLPattern, path

from anhuan.web.admin.views import checklist_drafts as drafts
from anhuan.web.admin.views import checklists

checklist_urls: list[URLPattern] = [
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/new/", drafts.checklist_new, name="checklist-new"),
    path("checklists/<slug:code>/", checklists.checklist, name="checklist"),
    path(
        "checklists/<slug:code>/list.json",
        checklists.checklist_file,
        {"kind": "json"},
        name="checklist-json",
    ),
    path(
        "checklists/<slug:code>/list.xlsx",
        checklists.checklist_file,
        {"kind": "xlsx"},
        name="checklist-xlsx",
    ),
    path("checklists/<slug:code>/begin/", drafts.checklist_draft_new, name="checklist-begin"),
    path("checklists/<slug:code>/draft/", drafts.checklist_draft, name="checklist-draft"),
    path(
        "checklists/<slug:code>/draft/change/",
        drafts.checklist_draft_change,
        name="checklist-change",
    ),
    path("checklists/<slug:code>/draft/head/", drafts.checklist_head, name="checklist-head"),
    path("checklists/<slug:code>/draft/new/", drafts.checklist_item, name="checklist-item-new"),
    path(
        "checklists/<slug:code>/draft/items/<str:item>/",
        drafts.checklist_item,
        name="checklist-item",
    ),
    path(
        "checklists/<slug:code>/draft/preview/",
        drafts.checklist_preview,
        name="checklist-preview",
    ),
    path("checklists/<slug:code>/draft/enter/", drafts.checklist_enter, name="checklist-enter"),
]
