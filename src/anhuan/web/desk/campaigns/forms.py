"""The forms of campaigns: what the list is chosen by, the campaign itself, each of its acts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.inspections import plans
from anhuan.inspections.plans import CampaignTab
from anhuan.inspections.types import CampaignFile
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.campaign import DRAWS, FILTERS, CampaignAct, CampaignKind, Hands, Template
from anhuan.kernel.campaign_steps import CAMPAIGN_INPUTS
from anhuan.rulebook.queries import checklists_at
from anhuan.rulebook.types import NamedRule
from anhuan.sites.choosing import choose
from anhuan.territory.queries import area_lines, colleagues, units_within
from anhuan.territory.types import Level
from anhuan.web.desk.site.words import RISKS, SUBJECTS
from anhuan.web.parts.asking import ActForm, Options, day_value, inputs_form

A = CampaignAct
MOST_SITES: Final = 500
AREAS: Final = frozenset({Level.COUNTY, Level.STREET, Level.COMMUNITY})
DRAFT: Final = CAMPAIGN_INPUTS[A.DRAFT]
SEALED: Final = frozenset({CampaignKind.NIGHT, CampaignKind.CROSS, CampaignKind.RANDOM})
SAMPLED: Final = DRAWS - {CampaignKind.CROSS}


def filter_form(viewer: Viewer, rule: Template, *, data: Mapping[str, Any] | None) -> ActForm:
    """By what the list is chosen; the template has its own proposal."""
    areas = [line for line in area_lines(viewer) if line.level in AREAS]
    options: dict[str, Options] = {
        "area": [(str(line.id), line.full) for line in areas],
        "risk": [(code, str(word)) for code, word in RISKS.items()],
        "subject": [(code.value, str(word)) for code, word in SUBJECTS.items()],
    }
    left = [each.name for each in DRAFT if each.name not in FILTERS]
    if rule.kind is CampaignKind.REVISIT:
        options["prior"] = _earlier(viewer)
    else:
        left.append("prior")
    form = inputs_form(
        DRAFT, data=data, initial=dict(rule.filter), options=options, leave_out=left
    )
    if "prior" in form.fields:
        form.fields["prior"].required = True
        form.order_fields(["prior"])
    for name in ("tag", "industry"):
        form.fields[name].help_text = _("Several with blanks between them: one of them is enough.")
    for name in ("area", "risk", "subject"):
        _any(form, name)
    return form


def _any(form: ActForm, name: str) -> None:
    """What is not narrowed is any."""
    if name in form.fields:
        widget = form.fields[name].widget
        assert isinstance(widget, forms.Select)
        any_ = pgettext("campaign", "any")
        widget.choices = [("", f"— {any_} —"), *list(widget.choices)[1:]]


def _earlier(viewer: Viewer) -> Options:
    found = [
        *plans.campaigns(viewer, tab=CampaignTab.ENDED).rows,
        *plans.campaigns(viewer, tab=CampaignTab.OPEN).rows,
    ]
    return [(line.number, f"{line.number} {line.title}") for line in found if line.progress.frozen]


def draft_form(
    viewer: Viewer, code: str, rule: NamedRule, *, data: Mapping[str, Any] | None
) -> ActForm:
    """The campaign of a template: everything but its list."""
    asked: Template = rule.rule
    today = day_of(viewer.at)
    left = ["campaign_kind", "template", *FILTERS]
    left += [] if asked.kind in SEALED else ["sealed_on", "sealed_clock"]
    left += [] if asked.kind in SAMPLED else ["sample"]
    left += ["hands"] if asked.kind in {CampaignKind.RANDOM, CampaignKind.CROSS} else []
    known = checklists_at(viewer.at)
    form = inputs_form(
        DRAFT,
        data=data,
        initial={
            "campaign_title": rule.name,
            "from_on": day_value(today),
            "to_on": day_value(_last(today, asked)),
            "hands": asked.hands.value,
            "basis": asked.basis,
            "checklist": asked.checklist if asked.checklist in known else "",
        },
        options={"checklist": [(code_, one.name) for code_, one in known.items()]},
        leave_out=left,
        needed=("sealed_on",) if asked.kind is CampaignKind.NIGHT else (),
    )
    form.fields["basis"].label = pgettext("campaign", "Founded on (document)")
    return form


def _last(today: date, asked: Template) -> date:
    """A yearly plan ends with its year."""
    if asked.kind is CampaignKind.YEAR:
        return date(today.year, 12, 31)
    return today + timedelta(days=asked.days)


def given_of(
    code: str, rule: Template, form: ActForm, chosen: Mapping[str, str]
) -> dict[str, Any]:
    """The inputs of the draft: what was typed, what was chosen, what the template fixes."""
    return (
        {"hands": Hands.OWN.value}
        | form.given()
        | {name: text for name, text in chosen.items() if text}
        | {"template": code, "campaign_kind": rule.kind.value}
    )


def act_form_of(
    viewer: Viewer, file: CampaignFile, act: CampaignAct, *, data: Mapping[str, Any] | None = None
) -> ActForm:
    options: dict[str, Options] = {}
    if act is A.ADD:
        options["site"] = _sites(viewer)
    if act is A.STAND_ASIDE:
        options["site"] = _sites(viewer)
        team = colleagues(file.line.unit, at=viewer.at)
        options["person"] = [(str(one.person), f"{one.name} {one.title}") for one in team]
    if act is A.GIVE:
        options["to_unit"] = [(str(one.id), one.name) for one in units_within(viewer)]
    draws = act is A.START and file.campaign.draws
    form = inputs_form(
        CAMPAIGN_INPUTS[act],
        data=data,
        options=options,
        needed=("lot",) if draws else (),
        leave_out=("row",) if act is not A.START or draws else ("row", "lot"),
    )
    if "lot" in form.fields:
        form.fields["lot"].help_text = _(
            "What nobody could know before: numbers drawn at the meeting, a lottery of the day."
        )
    if act is A.ARCHIVE:
        form.fields["summary"].label = pgettext("campaign", "Summary")
    return form


def _sites(viewer: Viewer) -> Options:
    return [(str(one.id), one.name) for one in choose(viewer)[:MOST_SITES]]
