"""The page of one check of a list."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.inspections import plans
from anhuan.inspections.types import CheckLine
from anhuan.inspections.words.campaigns import ACT_VERBS
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.campaign import CampaignAct, RowState
from anhuan.kernel.visit_steps import OPENED_BY
from anhuan.people.queries import persons
from anhuan.rulebook.queries import visit_cycles_at
from anhuan.sites.queries import lines
from anhuan.web.desk.campaigns.listed import outcome, row_chip, span
from anhuan.web.desk.showing import Eye, deadline_on
from anhuan.web.parts.shapes import ActButton, Facts, Link, StateChip


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One page, already worded."""

    sentence: str
    chip: StateChip
    campaign: Link
    facts: Facts
    said: str
    buttons: tuple[ActButton, ...]


def check_page(viewer: Viewer, key: UUID, eye: Eye) -> CheckPage:
    """The check as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    line = plans.check(viewer, key)
    open_ = line.state is RowState.PLANNED
    words = {"place": line.site_name, "unit": line.unit_name}
    return CheckPage(
        sentence=_("%(place)s, to be checked by %(unit)s") % words,
        chip=row_chip(line.state),
        campaign=Link(
            f"{line.campaign_number} {line.campaign_title}",
            reverse("desk:campaign", args=[line.campaign_number]),
        ),
        facts=_facts(viewer, line, eye),
        said=_said(line) if open_ else outcome(line),
        buttons=_buttons(viewer, line) if open_ else (),
    )


def _facts(viewer: Viewer, line: CheckLine, eye: Eye) -> Facts:
    pairs: list[tuple[str, object]] = [
        (
            pgettext("campaign", "Place"),
            Link(line.site_name, _site_url(viewer, line.site)),
        ),
        (pgettext("campaign", "Unit"), line.unit_name),
        (pgettext("campaign", "Days"), span(line, eye)),
    ]
    if line.state is RowState.PLANNED:
        pairs.append((pgettext("campaign", "Deadline"), deadline_on(line.due_on, eye)))
    if line.officers:
        known = persons(map(UUID, line.officers))
        names = "、".join(sorted(one.name for one in known.values()))
        pairs.append((pgettext("campaign", "Drawn by lot"), names))
    rules = visit_cycles_at(viewer.at) if line.rule else {}
    if line.rule in rules:
        rule = rules[line.rule]
        pairs.append((pgettext("campaign", "Cycle"), f"{rule.name}（{rule.source}）"))
    return Facts(tuple(pairs))


def _site_url(viewer: Viewer, site: UUID) -> str:
    return reverse("desk:site", args=[site]) if lines(viewer, {site}) else ""


def _said(line: CheckLine) -> str:
    if line.joint:
        return _(
            "Several departments come together: one joint visit that ends here makes all their "
            "checks."
        )
    return _(
        "The check is made by a visit of this kind that ends here; nothing has to be reported "
        "beside it. The place is not told beforehand."
    )


def _buttons(viewer: Viewer, line: CheckLine) -> tuple[ActButton, ...]:
    found = []
    if viewer.may(Capability.REPORT):
        found.append(CampaignAct.LEAVE)
    if viewer.may(Capability.ASSIGN):
        found += [CampaignAct.GIVE, CampaignAct.REMOVE]
    acts = tuple(
        ActButton(str(ACT_VERBS[act]), reverse("desk:check-act", args=[line.id, act.value]))
        for act in found
    )
    mine = line.unit in viewer.units and viewer.may(OPENED_BY[line.visit_kind])
    if not mine or not line.may_begin:
        return acts
    url = f"{reverse('desk:visits-new')}?site={line.site}&plan={line.id}"
    return (ActButton(_("Begin the visit"), url, kind="primary"), *acts)
