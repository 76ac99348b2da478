"""The bar above the ledger: tabs, filters with what is chosen in them, sorts. All of it links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.base.keyset import MOST
from anhuan.cases.asking import Asked, changed, pairs_of
from anhuan.cases.types import Filters, SavedQuery
from anhuan.cases.words.inputs import (
    DOMAIN_CHOICES,
    GRADE_CHOICES,
    KIND_CHOICES,
    SOURCE_CHOICES,
)
from anhuan.kernel.case import State
from anhuan.territory.types import AreaChoices
from anhuan.web.desk.area_filter import area_filter
from anhuan.web.desk.words import (
    FILTER_LABELS,
    FLAG_VALUES,
    SIDES,
    SORT_WORDS,
    STANDING,
    VIEW_NAMES,
    Text,
)
from anhuan.web.parts.formats import count, short_day
from anhuan.web.parts.shapes import Filter, FilterBar, Link, Option, ViewTab
from anhuan.web.parts.states import state_chip

VIEWS: Final[Mapping[str, Filters]] = {
    "open": Filters(open=True),
    "overdue": Filters(open=True, overdue=True),
    "week": Filters(open=True, due_within=7),
    "major": Filters(open=True, grade="major"),
    "mine": Filters(open=True, mine=True),
    "relapsed": Filters(open=True, relapsed=True),
    "watched": Filters(open=True, watched=True),
}
Tally = tuple[int, bool] | None


def ledger_url(asked: Asked, name: str = "desk:ledger") -> str:
    return f"{reverse(name)}?{urlencode(pairs_of(asked))}"


def total_text(tally: Tally) -> str:
    """“312”, beyond a thousand “1,000+”, for what cannot be asked any more “—”."""
    if tally is None:
        return "—"
    return f"{count(MOST)}+" if tally[1] else count(tally[0])


def tabs(
    asked: Asked, saved: Sequence[SavedQuery], tallies: Sequence[Tally]
) -> tuple[ViewTab, ...]:
    """The built-in views, then the reader's own; ``tallies`` in the same order."""
    built_in = [
        ViewTab(
            str(VIEW_NAMES[key]),
            ledger_url(Asked(filters=filters)),
            total_text(tally),
            current=asked.view is None and asked.filters == filters,
        )
        for (key, filters), tally in zip(VIEWS.items(), tallies, strict=False)
    ]
    own = [
        ViewTab(
            one.name,
            f"{reverse('desk:ledger')}?{one.query}&view={one.id}",
            total_text(tally),
            current=asked.view == one.id,
        )
        for one, tally in zip(saved, tallies[len(VIEWS) :], strict=True)
    ]
    return (*built_in, *own)


def asked_by_tabs(saved: Sequence[SavedQuery]) -> list[Filters]:
    """What each tab counts; a saved one whose words are no longer known counts nothing."""
    return [*VIEWS.values(), *(one.filters or Filters(watched=True) for one in saved)]


def bar(
    asked: Asked,
    areas: AreaChoices,
    departments: Mapping[UUID, str],
    shown_tabs: tuple[ViewTab, ...],
) -> FilterBar:
    return FilterBar(
        tabs=shown_tabs,
        filters=(
            area_filter(areas, lambda area: _with(asked, area=area)),
            *_shown_when_set(asked, ("watched",)),
            _state(asked),
            _words(asked, "kinds", KIND_CHOICES),
            _words(asked, "domains", DOMAIN_CHOICES),
            _grade(asked),
            _words(asked, "sources", SOURCE_CHOICES),
            *_department(asked, departments),
            _ball(asked),
            *_shown_when_set(asked, RARE),
        ),
        sort=Filter(
            pgettext("filter", "Sort"),
            tuple(
                Option(
                    str(text),
                    ledger_url(replace(asked, sort=sort, after="", first=1)),
                    current=sort is asked.sort,
                )
                for sort, text in SORT_WORDS.items()
            ),
            value=str(SORT_WORDS[asked.sort]),
        ),
        save=Link(_("Keep these filters"), ledger_url(asked, "desk:views"), "bookmark"),
        more=Link(_("More and columns"), ledger_url(asked, "desk:ledger-more")),
    )


def _with(asked: Asked, **changes: Any) -> str:
    return ledger_url(changed(asked, **changes))


def _state(asked: Asked) -> Filter:
    label = str(FILTER_LABELS["states"])
    now = asked.filters
    options = [Option(_("any"), _with(asked, open=None, states=frozenset()))]
    for open_, text in STANDING.items():
        here = now.open is open_ and not now.states
        options.append(Option(str(text), _with(asked, open=open_, states=frozenset()), here))
    for state in State:
        if state is not State.NEW:
            url = _with(asked, open=None, states=frozenset({state.value}))
            options.append(Option(state_word(state), url, now.states == {state.value}))
    value = "、".join(state_word(State(code)) for code in sorted(now.states))
    if not value and now.open is not None:
        value = str(STANDING[now.open])
    clear = _with(asked, open=None, states=frozenset()) if value else ""
    return Filter(label, tuple(options), value, clear)


def state_word(state: State) -> str:
    return state_chip(state.value).word


def _words(asked: Asked, name: str, choices: Mapping[str, Text]) -> Filter:
    now: frozenset[str] = getattr(asked.filters, name)
    options = tuple(
        Option(str(text), _with(asked, **{name: frozenset({code})}), now == {code})
        for code, text in choices.items()
    )
    value = "、".join(str(choices[code]) for code in sorted(now))
    clear = _with(asked, **{name: frozenset()}) if now else ""
    return Filter(str(FILTER_LABELS[name]), options, value, clear)


def _grade(asked: Asked) -> Filter:
    now = asked.filters.grade
    options = tuple(
        Option(str(text), _with(asked, grade=code), now == code)
        for code, text in GRADE_CHOICES.items()
    )
    value = str(GRADE_CHOICES[now]) if now else ""
    clear = _with(asked, grade="") if now else ""
    return Filter(str(FILTER_LABELS["grade"]), options, value, clear)


def _department(asked: Asked, departments: Mapping[UUID, str]) -> tuple[Filter, ...]:
    now = asked.filters.department
    if not departments and now is None:
        return ()
    options = tuple(
        Option(name, _with(asked, department=unit), unit == now)
        for unit, name in departments.items()
    ) or (Option(_("any"), _with(asked, department=None)),)
    value = departments.get(now, "—") if now else ""
    clear = _with(asked, department=None) if now else ""
    return (Filter(str(FILTER_LABELS["department"]), options, value, clear),)


NOWHERE: Final[Mapping[str, Any]] = {
    "mine": False,
    "waiting": False,
    "ball_side": "",
    "ball_post": None,
}


def _ball(asked: Asked) -> Filter:
    now = asked.filters
    sides: list[tuple[str, dict[str, Any]]] = [
        (str(text), {"ball_side": code}) for code, text in SIDES.items()
    ]
    flags: list[tuple[str, dict[str, Any]]] = [
        (str(FLAG_VALUES[name]), {name: True}) for name in ("mine", "waiting")
    ]
    options, value = [], ""
    for text, change in (*sides, *flags):
        current = all(getattr(now, name) == each for name, each in change.items())
        value = text if current else value
        options.append(Option(text, _with(asked, **(dict(NOWHERE) | change)), current))
    if now.ball_post:
        value = _("one post")
    clear = _with(asked, **NOWHERE) if value else ""
    return Filter(str(FILTER_LABELS["ball_side"]), tuple(options), value, clear)


RARE: Final = (
    "overdue",
    "due_within",
    "found_from",
    "found_to",
    "listed",
    "relapsed",
    "round_from",
    "supervision_from",
    "overdue_since",
    "returned_since",
    "query",
    "site",
    "unit",
)


def _shown_when_set(asked: Asked, names: Iterable[str]) -> tuple[Filter, ...]:
    usual = Filters()
    found = []
    for name in names:
        value = getattr(asked.filters, name)
        if value == getattr(usual, name):
            continue
        clear = _with(asked, **{name: getattr(usual, name)})
        options = (Option(_("any"), clear),)
        found.append(Filter(str(FILTER_LABELS[name]), options, _said(name, value), clear))
    return tuple(found)


def _said(name: str, value: Any) -> str:
    if name in FLAG_VALUES:
        return str(FLAG_VALUES[name])
    if name == "due_within":
        return _("within %(n)d days") % {"n": value}
    if name == "supervision_from":
        return _("level %(n)d or higher") % {"n": value}
    if name == "round_from":
        return _("from round %(n)d") % {"n": value}
    if isinstance(value, date):
        return short_day(value, year=0)
    return str(value) if name == "query" else _("one")


def without_each(asked: Asked) -> list[tuple[str, Filters]]:
    """The question with one filter less, for each that is set: what an empty list may offer."""
    usual = Filters()
    return [
        (
            _phrase(asked, each.name),
            replace(asked.filters, **{each.name: getattr(usual, each.name)}),
        )
        for each in fields(Filters)
        if getattr(asked.filters, each.name) != getattr(usual, each.name)
    ]


WORDED: Final[Mapping[str, Mapping[str, Text]]] = {
    "kinds": KIND_CHOICES,
    "domains": DOMAIN_CHOICES,
    "sources": SOURCE_CHOICES,
}


def _phrase(asked: Asked, name: str) -> str:
    """“等级：重大”: one filter that is set, in words."""
    value = getattr(asked.filters, name)
    if name in WORDED:
        text = _words(asked, name, WORDED[name]).value
    elif name == "grade":
        text = str(GRADE_CHOICES[value])
    elif name in {"open", "states"}:
        text = _state(asked).value
    elif name in {"area", "department", "ball_post"}:
        text = ""
    elif name == "ball_side":
        text = str(SIDES[value])
    else:
        text = _said(name, value)
    label = str(FILTER_LABELS[name])
    return f"{label}：{text}" if text else label


def said(asked: Asked) -> list[str]:
    """The filters that are set, in words, for paper."""
    shown = (
        _state(asked),
        _words(asked, "kinds", KIND_CHOICES),
        _words(asked, "domains", DOMAIN_CHOICES),
        _grade(asked),
        _words(asked, "sources", SOURCE_CHOICES),
        _ball(asked),
        *_shown_when_set(asked, ("watched", *RARE)),
    )
    return [f"{one.label}：{one.value}" for one in shown if one.value]
