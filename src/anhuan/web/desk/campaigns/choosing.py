"""The three steps of a new campaign: its template, what its list is chosen by, the list as it
would be now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.inspections.plans import would_be
from anhuan.inspections.words.campaigns import KIND_WORDS, ROW_WORDS
from anhuan.kernel.access import Viewer
from anhuan.kernel.campaign import FILTERS, CampaignAct, CampaignKind, RowState, Template
from anhuan.kernel.campaign_steps import CAMPAIGN_INPUTS
from anhuan.kernel.inputs import read
from anhuan.rulebook.queries import campaign_templates_at
from anhuan.rulebook.types import NamedRule
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.shapes import FilterBar, ViewTab, Wizard, WizardStep

SHOWN: Final = 20
CHOICE: Final = tuple(each for each in CAMPAIGN_INPUTS[CampaignAct.DRAFT] if each.name in FILTERS)


@dataclass(frozen=True, slots=True)
class Preview:
    """The list as it would be now: how many places, the first of them."""

    count: int
    names: tuple[str, ...]
    more: int


def template_lines(viewer: Viewer) -> list[tuple[str, list[NamedRule]]]:
    """The templates in force, by the kind of list they make."""
    found: dict[CampaignKind, list[NamedRule]] = {}
    for one in campaign_templates_at(viewer.at).values():
        found.setdefault(one.rule.kind, []).append(one)
    return [(str(word), found[kind]) for kind, word in KIND_WORDS.items() if kind in found]


def steps(now: int) -> Wizard:
    words = (
        pgettext("campaign step", "Template"),
        pgettext("campaign step", "Which places"),
        pgettext("campaign step", "List and dates"),
    )
    return Wizard(
        tuple(
            WizardStep(word, "now" if n == now else "past" if n < now else "ahead")
            for n, word in enumerate(words, 1)
        )
    )


def preview(viewer: Viewer, rule: Template, chosen: Mapping[str, str]) -> Preview:
    """Refuses what the choice of the list refuses."""
    given: dict[str, object] = {name: text for name, text in chosen.items() if text}
    if "area" in given:
        given["area"] = read_id(chosen["area"]) or chosen["area"]
    found = would_be(viewer, read(CHOICE, given))
    names = tuple(one.name for one in found[:SHOWN])
    return Preview(count=len(found), names=names, more=len(found) - len(names))


def state_bar(url: str, state: RowState | None, chosen: Mapping[str, str]) -> FilterBar:
    """The places of a list by how they stand; ``chosen``: what else narrows them."""

    def tab(word: str, value: str) -> ViewTab:
        asked = {"state": value, **chosen}
        query = urlencode({name: text for name, text in asked.items() if text})
        return ViewTab(word, f"{url}?{query}", current=value == (state.value if state else ""))

    tabs = [tab(_("All"), "")]
    tabs += [tab(str(word), one.value) for one, word in ROW_WORDS.items()]
    return FilterBar(tabs=tuple(tabs), filters=())
