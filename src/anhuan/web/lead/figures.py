"""Figures that open their rows in the ledger."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from anhuan.cases.asking import Asked, pairs_of
from anhuan.cases.briefing import Worse
from anhuan.cases.types import Filters


@dataclass(frozen=True, slots=True)
class Figure:
    icon: str
    word: str
    count: str
    example: str
    url: str


def figure(found: Worse, icon: str, word: Promise) -> Figure:
    n = f"{found.total}+" if found.capped else str(found.total)
    first = " ".join(text for text in (found.first.site_name, found.first.description) if text)
    return Figure(icon, str(word), n, first, ledger_url(found.filters))


def ledger_url(filters: Filters) -> str:
    """The ledger's address for exactly these rows."""
    return f"{reverse('desk:ledger')}?{urlencode(pairs_of(Asked(filters=filters)))}"
