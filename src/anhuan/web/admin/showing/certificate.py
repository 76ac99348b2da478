"""The certificate as a page: a matrix, a map, and each gap with where it is mended."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.duty.responsible import Responsible
from anhuan.kernel.chain import Break
from anhuan.kernel.gaps import Certificate, Column, Gap
from anhuan.kernel.industries import Field, section_of
from anhuan.kernel.permit import SUBJECT
from anhuan.territory.types import AreaLine
from anhuan.web.admin.dutywords import (
    BREAKS,
    FIELDS,
    LEVEL_WORDS,
    LINE_WORDS,
    MENDS,
    SIDE_WORDS,
    SUBJECTS,
)
from anhuan.web.admin.words import moment
from anhuan.web.parts.shapes import Column as Head
from anhuan.web.parts.shapes import EmptyState, Link, Row, Table

SHOWN: Final = 200
"""So many gaps are listed; the file holds all."""
LINES: Final = ("enterprise", "industry", "territory")
LEVELS: Final = ("city", "county", "street", "community", "cell", "")


def sentence(found: Certificate) -> str:
    if found.gaps:
        text = ngettext("%(n)d gap in the chain", "%(n)d gaps in the chain", len(found.gaps))
        return text % {"n": len(found.gaps)}
    if not found.whole:
        return _("Nothing to answer for was found")
    return _("No gap: everything has one person, with somebody above")


def counts(found: Certificate) -> str:
    text = _("%(sites)d sites, %(areas)d areas, %(persons)d persons answer")
    return text % {
        "sites": found.sites,
        "areas": found.areas,
        "persons": len(found.persons),
    }


def words_of(column: Column) -> str:
    parts = [LINE_WORDS[column.line.value], *LEVEL_WORDS.get(column.level, ())]
    if column.side.value != column.line.value:
        parts.append(SIDE_WORDS[column.side.value])
    parts.append(SUBJECTS.get(column.subject, column.subject))
    return " · ".join(str(part) for part in parts if part)


def _columns(found: Certificate) -> list[Column]:
    columns = {column for _row, column in found.checked}
    return sorted(
        columns,
        key=lambda c: (LINES.index(c.line), LEVELS.index(c.level), c.side, c.subject),
    )


def matrix(found: Certificate, areas: Sequence[AreaLine], query: str) -> Table:
    """A row for each answer asked for, a column for each area one level below the scope; a cell
    says how many of how many answer and leads to its gaps."""
    names = {line.path: line for line in areas}
    paths = sorted({row for row, _column in found.checked})
    heads = (
        Head(pgettext("admin", "Answer asked for")),
        *(Head(_named(names.get(path))) for path in paths),
    )
    rows = tuple(
        Row(
            str(number),
            (
                words_of(column),
                *(_cell(found, path, number, column, query) for path in paths),
            ),
        )
        for number, column in enumerate(_columns(found))
    )
    return Table(heads, rows, _("Answers found of answers asked for"))


def below(found: Certificate, areas: Sequence[AreaLine], query: str) -> list[Link]:
    """The areas one level below the scope, each with its own certificate."""
    paths = {row for row, _column in found.checked}
    return [
        Link(line.name, f"?{query}&area={line.id}".replace("?&", "?"))
        for line in areas
        if line.path in paths
    ]


def _named(line: AreaLine | None) -> str:
    return line.name if line is not None else _("Outside every area")


def _cell(found: Certificate, path: str, number: int, column: Column, query: str) -> object:
    of = found.checked.get((path, column), 0)
    if not of:
        return "—"
    answered = of - found.broken.get((path, column), 0)
    if answered == of:
        return f"{answered}/{of}"
    return Link(f"{answered}/{of}", f"?{query}&column={number}#gaps".replace("?&", "?"))


def narrowed(found: Certificate, number: str) -> list[Gap]:
    """The gaps of the column chosen in the matrix, or all of them."""
    columns = _columns(found)
    if not (number.isascii() and number.isdigit() and int(number) < len(columns)):
        return list(found.gaps)
    wanted = columns[int(number)]
    return [gap for gap in found.gaps if column_of(gap) == wanted]


def column_of(gap: Gap) -> Column:
    return Column(gap.line, gap.level, gap.side, gap.subject)


def gaps(
    listed: Sequence[Gap],
    names: Mapping[UUID, str],
    *,
    keeps: bool,
    kinds: Mapping[str, str] = MappingProxyType({}),
) -> Table:
    heads = (
        Head(pgettext("admin", "Break")),
        Head(pgettext("admin", "For what"), cut="l"),
        Head(pgettext("admin", "Answer asked for")),
        Head(pgettext("admin", "Post"), cut="m"),
        Head(pgettext("admin", "What is missing")),
        *((Head(pgettext("admin", "Mend")),) if keeps else ()),
    )
    rows = []
    for number, gap in enumerate(listed[:SHOWN]):
        mend = (_mend(gap),) if keeps else ()
        cells = (
            str(BREAKS[gap.kind]),
            _thing(gap, names),
            words_of(column_of(gap)),
            names.get(gap.post, "—") if gap.post else "—",
            missing(gap, kinds),
            *mend,
        )
        rows.append(Row(str(number), cells))
    empty = EmptyState(_("No gap here."))
    return Table(heads, tuple(rows), _("Gaps"), empty=empty)


def _thing(gap: Gap, names: Mapping[UUID, str]) -> str:
    name = names.get(gap.object, "—")
    if len(gap.objects) == 1:
        return name
    text = ngettext("%(name)s: %(n)d object", "%(name)s: %(n)d objects", len(gap.objects))
    return text % {"name": name, "n": len(gap.objects)}


def missing(gap: Gap, kinds: Mapping[str, str]) -> str:
    """What would close the gap, in words; ``kinds`` are those of permits."""
    if gap.since is not None:
        return _("ended %(at)s") % {"at": moment(gap.since)}
    kind, _colon, value = gap.missing.partition(":")
    if kind == "field":
        return str(FIELDS[Field(value)])
    texts = {
        "permit": kinds.get(value, value),
        "industry": _("industry %(code)s") % {"code": value or "—"},
        "m2": _("%(m2)s m²") % {"m2": value},
        "outline": _("an outline"),
        "cells": _("grid cells"),
        "cell": _("a grid cell"),
        "area": _("an area"),
    }
    return texts.get(kind, gap.missing if gap.missing.isdigit() else "—")


def _mend(gap: Gap) -> Link:
    return Link(str(MENDS[gap.kind]), _where(gap))


def _where(gap: Gap) -> str:
    """The page on which just this gap is mended."""
    kind, _colon, value = gap.missing.partition(":")
    if gap.kind is Break.NO_DEPARTMENT and kind == "field":
        return reverse("admin:unit-new")
    if gap.kind is Break.NO_DEPARTMENT and kind == "industry":
        code = value[:2] if section_of(value) else "A"
        return reverse("admin:rule", args=["industry-department", code])
    if gap.kind in {Break.UNCOVERED_AREA, Break.OVERLAPPING_CELLS}:
        return _ground(gap)
    if gap.kind is Break.OVERLOADED:
        return reverse("admin:account", args=[gap.object])
    if gap.kind is Break.UNCOVERED_SITE or kind == "area":
        return reverse("desk:site-edit", args=[gap.objects[0]])
    if gap.subject == SUBJECT and gap.post is None:
        return _licensing(gap)
    if gap.post is None or gap.kind is Break.NO_POST:
        return f"{reverse('admin:charge-new')}?{urlencode(_asked(gap))}"
    return _post(gap)


def _licensing(gap: Gap) -> str:
    """Where somebody is named for what a unit licensed."""
    if gap.kind is Break.NO_ISSUER:
        return f"{reverse('desk:site', args=[gap.object])}#permits"
    if gap.kind is Break.ABOLISHED:
        return f"{reverse('desk:permits')}?{urlencode({'tab': 'all', 'unit': str(gap.object)})}"
    return reverse("admin:posts")


def _ground(gap: Gap) -> str:
    if gap.missing == "outline" or gap.kind is Break.OVERLAPPING_CELLS:
        return reverse("admin:area-outline", args=[gap.object])
    return reverse("admin:area-new", args=[gap.object])


def _post(gap: Gap) -> str:
    if gap.kind in {Break.VACANT, Break.EXPIRED}:
        return reverse("admin:appoint", args=[gap.post])
    if gap.kind is Break.SEVERAL:
        return reverse("admin:post", args=[gap.post])
    return reverse("admin:post-change", args=[gap.post])


def _asked(gap: Gap) -> dict[str, str]:
    return {
        "object": str(gap.object),
        "line": gap.line.value,
        "level": gap.level,
        "side": gap.side.value,
        "subject": gap.subject,
    }


def outlines(shapes: Iterable[Any], found: Certificate) -> dict[str, Any]:
    """The areas as the map draws them, those with a gap marked."""
    marked: dict[UUID, set[Break]] = {}
    for gap in found.gaps:
        marked.setdefault(gap.object, set()).add(gap.kind)
    drawn = {"county": "district", "street": "street", "cell": "cell"}
    features = []
    for one in shapes:
        if one.area.level not in drawn:
            continue
        facts: dict[str, Any] = {
            "kind": "area",
            "id": str(one.area.id),
            "level": drawn[one.area.level],
            "name": one.area.name,
            "url": f"{reverse('admin:certificate')}?area={one.area.id}",
        }
        if one.area.id in marked:
            text = "、".join(sorted(str(BREAKS[kind]) for kind in marked[one.area.id]))
            facts |= {"gap": "missing", "gapText": text}
        features.append({"type": "Feature", "geometry": one.geometry, "properties": facts})
    return {"type": "FeatureCollection", "features": features}


def answers(rows: Sequence[Responsible]) -> Table:
    """Who was responsible, on every line, with the acts that made it so."""
    heads = (
        Head(pgettext("admin", "Answer asked for")),
        Head(pgettext("admin", "For what"), cut="m"),
        Head(pgettext("admin", "Who")),
        Head(pgettext("admin", "Post"), cut="m"),
        Head(pgettext("admin", "The post is charged by"), cut="l"),
        Head(pgettext("admin", "The person is appointed by"), cut="l"),
    )
    listed = tuple(Row(str(number), _answer(one)) for number, one in enumerate(rows))
    return Table(heads, listed, _("Who was responsible"))


def _answer(one: Responsible) -> tuple[object, ...]:
    fault = one.answer.found
    who = one.person or "—"
    if fault is not None:
        who = f"{one.person}（{BREAKS[fault.kind]}）" if one.person else str(BREAKS[fault.kind])
    elif one.appointed is not None and one.appointed.acting:
        who = _("%(name)s, standing in") % {"name": one.person}
    act, charge = one.appointed, one.charged
    charged = _("the table of departments by industry") if one.post else "—"
    return (
        words_of(one.answer.column),
        one.object_name or "—",
        who,
        one.post or "—",
        _act(charge.clause, charge.since, charge.recorded_at) if charge else charged,
        _act(act.basis, act.since, act.recorded_at) if act else "—",
    )


def _act(basis: str, since: Any, recorded_at: Any) -> str:
    text = _("%(basis)s; from %(since)s, recorded %(at)s")
    return text % {
        "basis": basis or _("no document named"),
        "since": moment(since),
        "at": moment(recorded_at),
    }
