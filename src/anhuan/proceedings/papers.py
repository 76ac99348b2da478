"""The papers of a proceeding, each under its number: what the subject gets in hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from anhuan.accountability.papers import chinese_day
from anhuan.documents.queries import printed, subject_of
from anhuan.documents.services import issue
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.procedure import Proceeding, ProceedingAct
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import Rules
from anhuan.proceedings import models
from anhuan.proceedings.mapping import to_proceeding
from anhuan.proceedings.projection import responsible_post
from anhuan.proceedings.reading import story_of
from anhuan.proceedings.scope import sight_of
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.sites.queries import site_name
from anhuan.territory.queries import holders, unit_names

A = ProceedingAct
FORMS: Final[Mapping[ProceedingAct, str]] = {
    A.INVITE: "interview.notice",
    A.HOLD: "interview.minutes",
    A.CIRCULATE: "interview.bulletin",
    A.NOTIFY: "veto.notice",
    A.SERVE: "veto.decision",
    A.DECIDE_APPEAL: "veto.decision",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    one: Proceeding
    said: Mapping[str, str]
    at: datetime
    rules: Rules


def issue_papers(proceeding: UUID, what: ProceedingAct, *, by: Viewer, at: datetime) -> None:
    """Issue the paper that an act makes, in the act's transaction."""
    form = FORMS.get(what)
    if form is None:
        return
    row = models.Proceeding.objects.select_related("case").get(pk=proceeding)
    one = to_proceeding(row)
    names = unit_names(unit for unit in (row.unit_id, row.subject_unit_id, row.body_id) if unit)
    said = {k: str(v) for entry in story_of(row.id) for k, v in entry.body.items()}
    about = _About(one=one, said=said, at=at, rules=rules_at(at))
    with override("zh-hans"):
        content = _common(row, one, names, at) | _CONTENT[form](about)
    issue(
        form=form,
        unit=row.unit_id,
        unit_word=names[row.unit_id],
        subject=row.id,
        site=row.site_id,
        area_path=row.area_path,
        content=content,
        by=by,
        at=at,
    )


def _common(
    row: models.Proceeding, one: Proceeding, names: Mapping[UUID, str], at: datetime
) -> dict[str, Any]:
    post = responsible_post(one)
    held = holders([post], at=at).get(post) if post else None
    subject = names.get(row.subject_unit_id, "") if row.subject_unit_id else ""
    return {
        "foot": f"程序编号 {row.number}",
        "subject": subject or (site_name(row.site_id) if row.site_id else ""),
        "post": held.title if held else "",
        "case": f"{row.case.number} {row.case.description}" if row.case else "",
        "ground": names_of(str(one.procedure), at).get(row.ground, row.ground),
        "body": names.get(row.body_id, "") if row.body_id else "",
        "unit_name": names[row.unit_id],
        "issued": chinese_day(day_of(at)),
    }


def _notice(a: _About) -> dict[str, Any]:
    return {
        "held": f"{chinese_day(a.one.held_on)} {a.one.kept.get('clock', '')}",
        **_words(a, "venue", "participants", "agenda", "materials"),
    }


def _minutes(a: _About) -> dict[str, Any]:
    return {
        "held": chinese_day(a.one.held_on),
        **_words(a, "venue", "host", "attended", "minutes"),
    }


def _bulletin(a: _About) -> dict[str, Any]:
    return {
        "copy_to": str(a.one.kept.get("copy_to", "")),
        "held": chinese_day(a.one.held_on),
        **_words(a, "finding", "bulletin"),
    }


def _veto_notice(a: _About) -> dict[str, Any]:
    rule = a.rules.vetoes[a.one.ground]
    return {
        "definition": rule.definition,
        "effects": list(rule.effects),
        "until": chinese_day(a.one.kept.get("statement_until")),
        **_words(a, "charge"),
    }


def _veto_decision(a: _About) -> dict[str, Any]:
    one = a.one
    ended = one.kept.get("appeal_end", "")
    imposed = one.kept.get("imposed") == "imposed" and ended != "revoked"
    appealed = A.APPEAL in one.done
    heard = "你单位作了陈述" if A.STATE in one.done else "你单位在期限内没有陈述"
    rule = a.rules.vetoes.get(one.ground)
    return {
        "heard": "你单位提出了申诉" if appealed else heard,
        "decided_on": chinese_day(one.decided_on),
        "document": str(one.kept.get("document", "")),
        "present": one.kept.get("present", 0),
        "ruling": "实行一票否决" if imposed else "不实行一票否决",
        "effects": list(rule.effects) if imposed and rule else [],
        "effect": chinese_day(one.effect_until) if imposed else "",
        "appeal": chinese_day(one.kept.get("appeal_until")) if imposed and not appealed else "",
        **_words(a, "grounds"),
    }


def _words(a: _About, *names: str) -> dict[str, str]:
    return {name: a.said.get(name, "") for name in names}


_CONTENT: Final[Mapping[str, Callable[[_About], dict[str, Any]]]] = {
    "interview.notice": _notice,
    "interview.minutes": _minutes,
    "interview.bulletin": _bulletin,
    "veto.notice": _veto_notice,
    "veto.decision": _veto_decision,
}


def is_proceeding(subject: UUID) -> bool:
    return models.Proceeding.objects.filter(pk=subject).exists()


def paper(viewer: Viewer, document: UUID) -> tuple[str, bytes]:
    """Number and PDF of a paper about a proceeding the viewer sees. Refuses ``NOT_VISIBLE``."""
    subject = subject_of(document)
    row = models.Proceeding.objects.filter(pk=subject).first()
    if row is None or sight_of(viewer, row) is None:
        raise Refusal(Why.NOT_VISIBLE)
    return printed(viewer, document, granted=[subject])
