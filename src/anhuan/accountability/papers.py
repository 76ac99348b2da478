"""The papers of a matter: notice and decision under their numbers, the duty record without one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from anhuan.accountability import models
from anhuan.accountability.holding import duty_record
from anhuan.accountability.reading import cited_facts, story_of
from anhuan.accountability.scope import sight_of
from anhuan.accountability.types import DutyRecord, MatterEntry, Sight
from anhuan.accountability.words import RULINGS
from anhuan.cases.words.acts import PAST
from anhuan.documents.queries import form_of, printed, subject_of
from anhuan.documents.rendering import pdf
from anhuan.documents.services import issue
from anhuan.kernel.access import Viewer
from anhuan.kernel.accountability import FREE, MatterAct, Ruling
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import form_at, names_of, rules_at
from anhuan.territory.queries import unit_names

NOTICE: Final = "matter.notice"
DECISION: Final = "matter.decision"
RECORD: Final = "matter.record"
FORMS: Final[Mapping[MatterAct, str]] = {
    MatterAct.NOTIFY: NOTICE,
    MatterAct.SERVE: DECISION,
    MatterAct.DECIDE_APPEAL: DECISION,
}


def chinese_day(day: date | None) -> str:
    """11 月 20 日 with its year, as documents write it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""


def clock(at: datetime | None) -> str:
    return f"{at.astimezone(DAY_ZONE):%Y-%m-%d %H:%M}" if at else "至今"


def issue_papers(matter: UUID, what: MatterAct, *, by: Viewer, at: datetime) -> None:
    """Issue the paper that an act makes, in the act's transaction."""
    form = FORMS.get(what)
    if form is None:
        return
    row = models.Matter.objects.select_related("case", "person", "post").get(pk=matter)
    with override("zh-hans"):
        content = _content(by, row, form, at)
    issue(
        form=form,
        unit=row.unit_id,
        unit_word=unit_names([row.unit_id])[row.unit_id],
        subject=row.id,
        site=None,
        area_path=row.area_path,
        content=content,
        by=by,
        at=at,
    )


def _content(by: Viewer, row: models.Matter, form: str, at: datetime) -> dict[str, Any]:
    said = _said(story_of(row.id))
    units = unit_names(unit for unit in (row.unit_id, row.body_id) if unit)
    common = {
        "foot": f"追责案件 {row.number}",
        "person": row.person.name if row.person else "",
        "post": row.post.title if row.post else "",
        "case": f"{row.case.number} {row.case.description}",
        "facts": [
            f"{clock(one.at)} {PAST[Action(one.action)]}（{one.by_name or '系统'}）"
            for one in cited_facts(by, row.facts)
        ],
        "unit_name": units[row.unit_id],
        "body": units.get(row.body_id, "") if row.body_id else "",
        "issued": chinese_day(day_of(at)),
    }
    return common | (_notice(row, said, at) if form == NOTICE else _decision(row, said, at))


def _said(story: Iterable[MatterEntry]) -> dict[str, str]:
    """The latest words of each input."""
    return {name: str(value) for entry in story for name, value in entry.body.items()}


def _notice(row: models.Matter, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
    return {
        "behaviour": names_of("behaviour", at).get(row.behaviour, row.behaviour),
        "definition": rules_at(at).behaviours.get(row.behaviour, ""),
        "charge": said.get("charge", ""),
        "basis": said.get("basis", ""),
        "intended": str(RULINGS[Ruling(row.intended)]) if row.intended else "",
        "until": chinese_day(row.statement_until),
    }


def _decision(row: models.Matter, said: Mapping[str, str], at: datetime) -> dict[str, Any]:
    heard = "你作了说明" if row.stated_at else "你在期限内没有说明"
    appealable = not row.appeal and row.ruling not in {"", *FREE}
    return {
        "heard": heard if not row.appeal else "你提出了申诉",
        "decided_on": chinese_day(row.decided_on),
        "present": row.present,
        "document": row.document,
        "ruling": str(RULINGS[Ruling(row.ruling)]) if row.ruling else "",
        "ground": names_of("exemption", at).get(row.ground, row.ground),
        "grounds": said.get("grounds", ""),
        "effect": chinese_day(row.effect_until),
        "appeal": chinese_day(row.appeal_until) if appealable else "",
    }


def paper(viewer: Viewer, document: UUID) -> tuple[str, bytes]:
    """Number and PDF of a paper about a matter the viewer sees. Refuses ``NOT_VISIBLE``."""
    subject = subject_of(document)
    row = models.Matter.objects.filter(pk=subject).first()
    sight = sight_of(viewer, row) if row else None
    if sight is None or (sight is Sight.SUPERIOR and form_of(document) != DECISION):
        raise Refusal(Why.NOT_VISIBLE)
    return printed(viewer, document, granted=[subject])


def is_matter(subject: UUID) -> bool:
    return models.Matter.objects.filter(pk=subject).exists()


def record_pdf(viewer: Viewer, row: models.Matter) -> bytes:
    """The duty record of a matter that the caller has found visible, in Chinese."""
    form = form_at(RECORD, viewer.at)
    if form is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=RECORD)
    if row.person_id is None or row.post_id is None:
        raise Refusal(Why.NOT_VISIBLE)
    found = duty_record(row.case_id, row.person_id, row.post_id, at=viewer.at)
    with override("zh-hans"):
        return pdf(form.template, _record(found, viewer.at), at=viewer.at)


def _record(found: DutyRecord, at: datetime) -> dict[str, Any]:
    return {
        "foot": f"截至 {clock(at)}",
        "person": found.name,
        "post": found.title,
        "case": found.case_number,
        "sentence": sentence(found),
        "spans": [
            [
                clock(one.stretch.since),
                clock(one.stretch.until),
                f"{'【本人】' if one.own else ''}{one.unit_name} {one.title} {one.name or '空缺'}",
            ]
            for one in found.held
        ],
        "acts": [
            [
                clock(one.at),
                str(PAST[Action(one.action)]) if one.action in set(Action) else one.action,
                "本人" if one.own_ball else "别处",
            ]
            for one in found.deeds
        ],
        "vacancies": [[clock(one.since), clock(one.until), one.title] for one in found.vacancies],
    }


def sentence(found: DutyRecord) -> str:
    """The whole record in one sentence, hours rounded to a tenth."""
    return (
        f"球在本人 {found.hours_with:.1f} 小时，在别处 {found.hours_elsewhere:.1f} 小时；"
        f"本人操作 {len(found.deeds)} 次，其中催办 {found.reminders} 次、"
        f"申请延期 {found.extensions} 次；期间上级岗位空缺 {len(found.vacancies)} 段。"
    )
