"""Addresses of daily sheets."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import judgements

judgement_urls: list[URLPattern] = [
    path("judgements/", judgements.listed, name="judgements"),
    path("judgements/draft/", judgements.draft, name="judgement-draft"),
    path("judgements/<str:number>/", judgements.judgement, name="judgement"),
    path("judgements/<str:number>/edit/", judgements.edit, name="judgement-edit"),
    path("judgements/<str:number>/redraw/", judgements.redraw, name="judgement-redraw"),
    path("judgements/<str:number>/issue/", judgements.issue, name="judgement-issue"),
    path("judgements/<str:number>/correct/", judgements.correct, name="judgement-correct"),
    path("judgements/<str:number>/sheet.pdf", judgements.pdf, name="judgement-pdf"),
    path("judgements/<str:number>/sheet.docx", judgements.word, name="judgement-word"),
]
