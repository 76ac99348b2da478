"""Campaigns: the list, one of them, its list of places, a new one in three steps, its acts."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.base.ids import new_id
from anhuan.inspections import divisions, plans, services
from anhuan.inspections.agreement import need_compared
from anhuan.inspections.plans import CampaignTab
from anhuan.inspections.types import Division
from anhuan.inspections.words.campaigns import ACT_PAST, ACT_VERBS
from anhuan.kernel.access import Capability
from anhuan.kernel.campaign import FILTERS, CampaignAct, RowState
from anhuan.kernel.campaign_steps import OF_ROWS
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import campaign_templates_at
from anhuan.rulebook.types import NamedRule
from anhuan.web.desk.acting import ActPage, acted
from anhuan.web.desk.campaigns.agreement import pairs_table
from anhuan.web.desk.campaigns.check import check_page
from anhuan.web.desk.campaigns.choosing import preview, state_bar, steps, template_lines
from anhuan.web.desk.campaigns.divided import (
    NONE,
    class_asked,
    class_table,
    division_bar,
    division_of,
)
from anhuan.web.desk.campaigns.forms import act_form_of, draft_form, filter_form, given_of
from anhuan.web.desk.campaigns.listed import bar, check_table, table
from anhuan.web.desk.campaigns.page import campaign_page
from anhuan.web.desk.showing import eye_of
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import read_id, whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell
from anhuan.web.parts.viewers import ViewerRequest

NOT_OFFERED = OF_ROWS | {CampaignAct.DRAFT}


@require_safe
def listed(request: ViewerRequest) -> HttpResponse:
    viewer, asked = request.viewer, request.GET.get("tab", "")
    tab = CampaignTab(asked) if asked in set(CampaignTab) else CampaignTab.OPEN
    page = plans.campaigns(viewer, tab=tab, after=request.GET.get("after", "")[:400])
    first = whole_number(request.GET.get("first", "")) or 1
    context = {
        "bar": bar(tab),
        "table": table(page, tab, eye_of(viewer), first=first),
        "may_draft": viewer.may(Capability.ASSIGN),
    }
    return render(request, "desk/campaigns.html", context)


@never_cache
@require_safe
def campaign(request: ViewerRequest, number: str) -> HttpResponse:
    page = campaign_page(request.viewer, number, eye_of(request.viewer))
    return render(request, "desk/campaign.html", {"campaign": page})


@never_cache
@require_safe
def classes(request: ViewerRequest, number: str) -> HttpResponse:
    """The list of a campaign by street, industry, kind of place or risk."""
    by = division_of(request.GET.get("by", ""))
    found = divisions.classes(request.viewer, number, by)
    context = {
        "number": number,
        "title": found.title,
        "bar": division_bar(number, by),
        "table": class_table(request.viewer, number, found),
        "whole": found.whole,
    }
    return render(request, "desk/campaign_classes.html", context)


@never_cache
@require_safe
def places(request: ViewerRequest, number: str) -> HttpResponse:
    """The list of a campaign, place by place."""
    viewer, asked = request.viewer, request.GET
    file = plans.campaign(viewer, number)
    wanted = asked.get("state", "")
    state = RowState(wanted) if wanted in set(RowState) else None
    unit = read_id(asked.get("unit", ""))
    by, key = _class(asked.get("by", ""), asked.get("class", ""))
    found = plans.checks(
        viewer,
        number=number,
        state=state,
        unit=unit,
        among=None if key is None else divisions.of_class(by, key),
        after=asked.get("after", "")[:400],
    )
    first = whole_number(asked.get("first", "")) or 1
    chosen = {} if key is None else {"by": by.value, "class": key or NONE}
    chosen["unit"] = str(unit) if unit else ""
    more = (
        {"state": wanted if state else ""}
        | chosen
        | {"after": found.after, "first": str(first + len(found.rows))}
    )
    shown = check_table(
        found,
        eye_of(viewer),
        more=f"?{urlencode({name: text for name, text in more.items() if text})}",
        first=first,
        caption=_("Places of the list"),
    )
    bar_ = state_bar(reverse("desk:campaign-list", args=[number]), state, chosen)
    context = {"line": file.line, "table": shown, "bar": bar_}
    return render(request, "desk/campaign_list.html", context)


def _class(by: str, text: str) -> tuple[Division, str | None]:
    division = division_of(by)
    return division, class_asked(division, text) if by in set(Division) else None


@never_cache
@require_safe
def pairs(request: ViewerRequest, number: str) -> HttpResponse:
    """The answers behind the comparison of a cross-inspection."""
    viewer = request.viewer
    found = need_compared(viewer, number)
    asked = {name: request.GET.get(name, "")[:200] for name in ("item", "unit", "cell")}
    asked = {name: text for name, text in asked.items() if text}
    first = whole_number(request.GET.get("first", "")) or 1
    context = {
        "line": plans.campaign(viewer, number).line,
        "table": pairs_table(found, asked, eye_of(viewer), first=first),
        "narrowed": bool(asked),
    }
    return render(request, "desk/campaign_compared.html", context)


@require_safe
def begin(request: ViewerRequest) -> HttpResponse:
    """The first step: which template."""
    viewer = request.viewer
    _may_draft(request)
    context = {"groups": template_lines(viewer), "wizard": steps(1)}
    return render(request, "desk/campaign_begin.html", context)


@require_safe
def choose(request: ViewerRequest, code: str) -> HttpResponse:
    """The second step: by what the list is chosen."""
    _may_draft(request)
    rule = _template(request, code)
    form = filter_form(request.viewer, rule.rule, data=None)
    context = {"form": form, "rule": rule, "wizard": steps(2)}
    return render(request, "desk/campaign_choose.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest, code: str) -> HttpResponse:
    """The third step: the list as it would be now, and the campaign itself."""
    _may_draft(request)
    viewer, rule = request.viewer, _template(request, code)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = {name: sent.get(name, "").strip()[:200] for name in FILTERS}
    form = draft_form(viewer, code, rule, data=sent if request.method == "POST" else None)
    campaign_id = read_id(request.POST.get("campaign_id", "")) or new_id()
    found = attempt(lambda: preview(viewer, rule.rule, chosen))
    context = {
        "form": form,
        "rule": rule,
        "wizard": steps(3),
        "chosen": {name: text for name, text in chosen.items() if text},
        "back": f"{reverse('desk:campaign-choose', args=[code])}",
        "campaign_id": campaign_id,
        "preview": None if isinstance(found, Refusal) else found,
    }
    if isinstance(found, Refusal):
        form.refuse(found)
    if request.method != "POST":
        return render(request, "desk/campaign_new.html", context)
    given = given_of(code, rule.rule, form, _references(chosen))
    done = attempt(
        lambda: services.draft(given=given, by=viewer, at=viewer.at, campaign_id=campaign_id)
    )
    if isinstance(done, Refusal):
        made = plans.number_of(viewer, campaign_id) if done.why is Why.REPEATED else ""
        if made:
            return redirect("desk:campaign", made)
        form.refuse(done)
        return render(request, "desk/campaign_new.html", context, status=status_of(done))
    tell(request, _("Written down as %(number)s.") % {"number": done.number})
    return redirect("desk:campaign", done.number)


def _references(chosen: dict[str, str]) -> dict[str, Any]:
    return {name: (read_id(t) or t) if name == "area" else t for name, t in chosen.items()}


def _may_draft(request: ViewerRequest) -> None:
    if not request.viewer.may(Capability.ASSIGN):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)


def _template(request: ViewerRequest, code: str) -> NamedRule:
    found = campaign_templates_at(request.viewer.at).get(code)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def act(request: ViewerRequest, number: str, act: str) -> HttpResponse:
    if act not in set(CampaignAct) or CampaignAct(act) in NOT_OFFERED:
        raise Http404
    viewer, what = request.viewer, CampaignAct(act)
    file = plans.campaign(viewer, number)
    choices = plans.choices_of(viewer, file)
    if what not in choices:
        raise Http404
    page = ActPage(
        form=lambda data: act_form_of(viewer, file, what, data=data),
        refusal=lambda: choices[what],
        carry_out=lambda given, seen: services.act_on_campaign(
            number=file.line.number,
            what=what,
            given=given,
            by=viewer,
            at=viewer.at,
            seen_version=seen,
        ),
        said=lambda done: f"{done.number} {ACT_PAST[what]}",
        home="desk:campaign",
        template="desk/campaign_act.html",
        context={
            "line": file.line,
            "title": ACT_VERBS[what],
            "url_act": what.value,
            "draws": what is CampaignAct.START and file.campaign.draws,
        },
    )
    return acted(request, page)


@never_cache
@require_safe
def check(request: ViewerRequest, key: UUID) -> HttpResponse:
    """One check of a list: where, by whom, until when, what makes it."""
    page = check_page(request.viewer, key, eye_of(request.viewer))
    return render(request, "desk/campaign_check.html", {"check": page})


@never_cache
@require_http_methods(["GET", "POST"])
def act_on_check(request: ViewerRequest, key: UUID, act: str) -> HttpResponse:
    """Take a check out, say why it was not made, give it to another unit."""
    if act not in set(CampaignAct) or CampaignAct(act) not in OF_ROWS:
        raise Http404
    viewer, what = request.viewer, CampaignAct(act)
    line = plans.check(viewer, key)
    file = plans.campaign(viewer, line.campaign_number)
    page = ActPage(
        form=lambda data: act_form_of(viewer, file, what, data=data),
        refusal=lambda: None,
        carry_out=lambda given, _: services.act_on_campaign(
            number=line.campaign_number,
            what=what,
            given=given | {"row": key},
            by=viewer,
            at=viewer.at,
        ),
        said=lambda _done: f"{line.site_name} {ACT_PAST[what]}",
        home="desk:campaign-list",
        template="desk/campaign_check_act.html",
        context={"check": line, "title": ACT_VERBS[what], "url_act": what.value},
    )
    return acted(request, page)
