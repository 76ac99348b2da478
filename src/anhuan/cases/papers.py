"""What the papers of a case say: the sheet of a case and the order to put something right."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import override

from anhuan.cases import models
from anhuan.cases.mapping import to_case
from anhuan.cases.queries import sees_case, timeline
from anhuan.cases.scope import find
from anhuan.cases.types import TimelineEntry
from anhuan.cases.words.acts import PAST, STATES
from anhuan.cases.words.inputs import GRADE_CHOICES, LINES
from anhuan.documents.queries import printed, subject_of, unit_of
from anhuan.documents.rendering import pdf
from anhuan.documents.squares import squares
from anhuan.duty.queries import three_lines
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import DAY_ZONE, day_of
from anhuan.kernel.case import Case, State
from anhuan.kernel.chain import LINES as ORDER_OF_LINES
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.queries import certificate_at, certified, firm_code, persons
from anhuan.rulebook.queries import form_at
from anhuan.territory.establishment import unit_name
from anhuan.territory.queries import colleagues
from anhuan.territory.types import Holder

SHEET = "case.sheet"
ORDER = "order.rectify"
ORDERED = frozenset({State.ASSIGNED, State.SIGNED, State.UNDERWAY})
ERASED = "已依法删除"


def chinese_day(day: date) -> str:
    """11 月 20 日 with its year, as documents write it."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def sheet(viewer: Viewer, number: str) -> bytes:
    """The case on A4 as it stands now, in Chinese. Refuses ``NOT_VISIBLE``."""
    row = find(viewer, number)
    form = form_at(SHEET, viewer.at)
    if form is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=SHEET)
    with override("zh-hans"):
        return pdf(form.template, _sheet(viewer, row), at=viewer.at)


def _sheet(viewer: Viewer, row: models.Case) -> dict[str, Any]:
    lines = three_lines(row.site_id, area=row.area_id, subject=row.domain, at=viewer.at).lines
    answering = []
    for line in ORDER_OF_LINES:
        holder = lines[line]
        unit = f" {holder.unit_name}" if holder and holder.unit_name else ""
        who = f"{holder.name}{unit} {holder.title}" if holder and holder.name else "没有人"
        answering.append([str(LINES[line.value]), who])
    return {
        "foot": f"截至 {viewer.at.astimezone(DAY_ZONE):%Y-%m-%d %H:%M}",
        "title": row.description,
        "case_number": row.number,
        "state": str(STATES[State(row.state)]),
        "grade": str(GRADE_CHOICES[row.grade]) if row.grade else "",
        "round": f"第 {row.round} 轮" if row.round > 1 else "",
        "rows": _facts(row),
        "as_of": f"按 {day_of(viewer.at):%m-%d} 在任",
        "lines": answering,
        "acts": [_act(entry) for entry in timeline(viewer, row.id)],
    }


def _facts(row: models.Case) -> list[list[str]]:
    pairs = (
        ("单位", row.site_name),
        ("部位", row.spot),
        ("类别", row.category),
        ("依据", row.basis),
        ("上级原文", row.original),
        ("发现日期", row.found_on.isoformat() if row.found_on else ""),
        ("期限", _term(row)),
        ("责任人", row.responsible),
        ("措施", row.measure),
        ("完成人", row.finisher),
        ("验收人", row.acceptor),
        ("临时管控", row.interim),
        ("治理方案", row.treatment),
        ("应急预案", row.emergency),
    )
    return [[label, value] for label, value in pairs if value]


def _term(row: models.Case) -> str:
    if row.due_on is None:
        return ""
    moved = row.original_due_on not in {None, row.due_on}
    first = f"（原 {row.original_due_on}，延期 {row.extensions} 次）" if moved else ""
    return f"{row.due_on} 24:00 前{first}"


def _act(entry: TimelineEntry) -> list[str]:
    at = f"{entry.at.astimezone(DAY_ZONE):%m-%d %H:%M}"
    act = str(PAST[entry.action]) if entry.action else "旧台账导入"
    said = ERASED if entry.erased else "；".join(_texts(entry.body))
    who = " ".join(part for part in (entry.post_title, entry.by_name) if part)
    return [at, act, "　".join(part for part in (who, said) if part)]


def _texts(body: Mapping[str, Any]) -> list[str]:
    return [value for value in body.values() if isinstance(value, str) and value]


def order_content(
    viewer: Viewer, row: models.Case, *, second: UUID | None, remedy: str
) -> dict[str, Any]:
    """What the order says. Refuses what would make it void: no firm, no date, another's case,
    one officer alone, a second from elsewhere, a certificate that has run out."""
    case = to_case(row)
    refusal = _may_order(viewer, case)
    if refusal is not None:
        raise refusal
    if second is None or second == viewer.person:
        raise Refusal(Why.MISSING, fields=("second_officer",))
    own = certificate_at(viewer.person, viewer.at)
    if second not in {holder.person for holder in colleagues(row.unit_id, at=viewer.at)}:
        raise Refusal(Why.MALFORMED, field="second_officer", problem="reference")
    other = certificate_at(second, viewer.at)
    if own is None or other is None:
        raise Refusal(Why.CERTIFICATE_EXPIRED)
    names = persons([viewer.person, second])
    term = case.fix_by or case.due_on
    return {
        "foot": f"事项 {row.number}",
        "site_name": row.site.name if row.site else row.site_name,
        "items": [{"text": row.description, "spot": row.spot}],
        "basis": row.basis,
        "due": chinese_day(term) if term else "",
        "requirement": row.requirement,
        "remedy": remedy,
        "officer": names[viewer.person].name,
        "certificate": own.number,
        "second": names[second].name if second in names else "",
        "second_certificate": other.number,
        "unit_name": unit_name(row.unit_id),
        "issued": chinese_day(day_of(viewer.at)),
        "case_number": row.number,
    }


def order_refusal(viewer: Viewer, case: Case) -> Refusal | None:
    """Why the viewer cannot issue the order now; ``None``: a second officer is all it takes."""
    refusal = _may_order(viewer, case)
    if refusal is None and certificate_at(viewer.person, viewer.at) is None:
        return Refusal(Why.CERTIFICATE_EXPIRED)
    return refusal


def _may_order(viewer: Viewer, case: Case) -> Refusal | None:
    if not viewer.may(Capability.ASSIGN):
        return Refusal(Why.WRONG_ROLE, capability=Capability.ASSIGN)
    if case.unit not in viewer.units:
        return Refusal(Why.NOT_YOURS, party="owner")
    if case.state not in ORDERED or case.target_unit is not None or case.site is None:
        return Refusal(Why.WRONG_STATE, state=case.state)
    return Refusal(Why.NEEDS_DUE) if case.due_on is None else None


def paper(viewer: Viewer, document: UUID, *, join_url: str) -> tuple[str, bytes]:
    """Number and PDF of a document about a case the viewer sees. Refuses ``NOT_VISIBLE``.

    Printed by whoever may issue it there, it carries the firm's one-time code while that is open;
    nobody else gets to read the code. ``join_url``: where accounts are opened.
    """
    subject = subject_of(document)
    granted = [subject] if sees_case(viewer, subject) else []
    hands_out = viewer.may(Capability.ASSIGN) and unit_of(document) in viewer.units
    code = firm_code(document, viewer.at) if granted and hands_out else None
    return printed(viewer, document, granted=granted, beside=_join(code, join_url))


def _join(code: tuple[str, datetime] | None, url: str) -> dict[str, Any]:
    if code is None:
        return {}
    signs, until = code
    # The instant before the end: "until 24:00 of that day".
    last = day_of(until - timedelta(microseconds=1))
    return {
        "join": {
            "squares": squares(f"{url}?code={signs}"),
            "address": url,
            "code": signs,
            "until": chinese_day(last),
        }
    }


def second_officers(viewer: Viewer, case: Case) -> tuple[Holder, ...]:
    """The colleagues who may sign the order beside the viewer: of the unit in charge, each with
    a certificate in force."""
    if case.unit is None:
        return ()
    team = [one for one in colleagues(case.unit, at=viewer.at) if one.person != viewer.person]
    valid = certified((one.person for one in team if one.person), viewer.at)
    return tuple({one.person: one for one in team if one.person in valid}.values())
