"""The list of daily sheets, the newest day first."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.base.pages import Page
from anhuan.judgements.types import JudgementLine
from anhuan.judgements.words import STATE_WORDS
from anhuan.web.desk.showing import Eye
from anhuan.web.parts.formats import day_text, moment_text
from anhuan.web.parts.shapes import (
    Cell,
    Column,
    EmptyState,
    Link,
    Pager,
    Row,
    StateChip,
    Table,
)


def chip(line: JudgementLine) -> StateChip:
    if line.state == "issued" and not line.latest:
        word = pgettext("judgement", "Replaced by a correction")
        return StateChip("replaced", word, "slash-circle", "none")
    issued = line.state == "issued"
    tone, icon = ("green", "check-lg") if issued else ("grey", "dot")
    return StateChip(line.state, str(STATE_WORDS[line.state]), icon, tone)


def edition(line: JudgementLine) -> str:
    """“Correction 2” from the second edition on."""
    if line.edition < 2:
        return ""
    return pgettext("judgement", "Correction, edition %(n)d") % {"n": line.edition}


def url_of(number: str) -> str:
    return reverse("desk:judgement", args=[number])


def table(page: Page[JudgementLine], eye: Eye, *, first: int) -> Table:
    last = first + len(page.rows) - 1
    asked = urlencode({"after": page.after, "first": last + 1})
    more = f"{reverse('desk:judgements')}?{asked}" if page.after else ""
    total = f"{page.total}+" if page.capped else str(page.total)
    return Table(
        columns=(
            Column(pgettext("judgement", "Day")),
            Column(pgettext("judgement", "Area"), cut="m"),
            Column(pgettext("judgement", "Number")),
            Column(pgettext("judgement", "State")),
            Column(pgettext("judgement", "Conclusions"), number=True),
            Column(pgettext("judgement", "Edition")),
            Column(pgettext("judgement", "Issued on")),
        ),
        rows=tuple(row(line, eye) for line in page.rows),
        caption=_("Daily sheets"),
        pager=Pager(first, last, total, more),
        empty=EmptyState(
            _("No sheet yet. Each city and district gets one a day, drafted in the evening.")
        ),
    )


def row(line: JudgementLine, eye: Eye) -> Row:
    year = eye.today.year
    return Row(
        key=line.number,
        cells=(
            day_text(line.day, year=year),
            Cell(line.area_name, title=line.area_name),
            Link(line.number, url_of(line.number)),
            chip(line),
            str(line.conclusions),
            edition(line),
            moment_text(line.issued_at, year=year) if line.issued_at else "",
        ),
        url=url_of(line.number),
    )
