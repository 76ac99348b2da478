"""From a row of a batch to a case: the fact, the texts beside it, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final
from uuid import UUID

from anhuan.cases.exchange import BY_HEADING, code_of
from anhuan.cases.intake.cells import LONGEST, clean
from anhuan.cases.intake.keys import NUMBER, own_number
from anhuan.kernel.case import (
    CLOSED_STATES,
    ENDED_STATES,
    Domain,
    Grade,
    Kind,
    Setting,
    State,
)

ZONE: Final = timezone(timedelta(hours=8))
STATES: Final[Mapping[str | None, State]] = {
    None: State.REGISTERED,
    "open": State.REGISTERED,
    "rectifying": State.UNDERWAY,
    "extended": State.UNDERWAY,
    "submitted": State.SUBMITTED,
    "closed": State.CLOSED,
}
IN_WORK: Final = frozenset({State.UNDERWAY, State.SUBMITTED, State.PASSED}) | CLOSED_STATES
FIVE: Final = ("responsible", "measure", "due_on", "finisher", "acceptor")
BESIDE: Final[Mapping[str, str]] = {
    "隐患部位": "spot",
    "具体部位": "spot",
    "部位": "spot",
    "验收人": "acceptor",
    "完成人": "finisher",
    "受理编号": "source_number",
    "来件编号": "source_number",
}
OWN_WORDS: Final = ("kind", "domain", "source")
TEXTS: Final = (
    "description",
    "category",
    "basis",
    "measure",
    "responsible",
    "phone",
    "finisher",
    "acceptor",
    "spot",
    "source_number",
)
OLD: Final = "old-ledger"
STATE: Final = "状态"
ENTERABLE: Final = frozenset(
    {
        "lead",
        "registered",
        "graded",
        "underway",
        "submitted",
        "passed",
        "fixed_on_spot",
        "closed",
        "verified",
        "relapsed",
        "transferred",
        "dismissed",
        "voided",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A row in the words of a case. ``words`` are kind, domain and source."""

    state: State
    grade: str | None
    words: Mapping[str, str]
    texts: Mapping[str, str]
    found_by: str
    money_fen: int | None
    found_on: date | None
    due_on: date | None
    due_kind: str
    done_on: date | None
    closed_on: date | None
    site_name: str
    extra: Mapping[str, str]
    defects: tuple[str, ...]
    number: str


def content_of(values: Mapping[str, Any], *, domain: str) -> Content:
    """Read the values of a row; a column that is none of a case's stays in ``extra``."""
    extra = {key: text for key, text in values.get("extra", {}).items() if key != NUMBER}
    words = {"kind": "hazard", "domain": domain, "source": OLD} | _own_words(extra)
    texts = {name: str(values.get(name) or "") for name in TEXTS} | _beside(extra)
    texts = {name: _fitted(name, text, extra) for name, text in texts.items()}
    grade = values.get("grade") if values.get("grade") in ("general", "major") else None
    state = _own_state(values) or STATES[values.get("status")]
    if state is State.REGISTERED and grade is not None:
        state = State.GRADED
    days = {name: _day(values.get(name)) for name in ("found_on", "due_on", "done_on")}
    number = own_number(values)
    if number and not texts["source_number"]:
        texts["source_number"] = number
    return Content(
        state=state,
        grade=grade,
        words=words,
        texts=texts,
        found_by=_fitted("found_by", str(values.get("found_by") or ""), extra),
        money_fen=_fen(values.get("money_yuan")),
        closed_on=_day(values.get("closed_on")),
        due_kind=values.get("due_kind") or "",
        site_name=_fitted("site_name", str(values.get("site_name") or ""), extra),
        extra=_beside_the_row(values, extra),
        defects=tuple(name for name in FIVE if not (texts.get(name) or days.get(name))),
        number=number,
        **days,
    )


def _own_state(values: Mapping[str, Any]) -> State | None:
    """The state in a ledger of ours, where it can be entered without what led to it."""
    if not own_number(values):
        return None
    code = code_of("state", str(values.get("extra", {}).get(STATE, "")))
    return State(code) if code in ENTERABLE else None


def _own_words(extra: dict[str, str]) -> dict[str, str]:
    found = {}
    for heading, field in BY_HEADING.items():
        if field.name in OWN_WORDS and heading in extra:
            code = code_of(field.name, extra[heading])
            if code is not None:
                found[field.name] = code
                del extra[heading]
    return found


def _beside(extra: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for heading, name in BESIDE.items():
        if heading in extra and name not in found:
            found[name] = extra.pop(heading)
    return found


def _fitted(name: str, text: str, extra: dict[str, str]) -> str:
    """A text longer than its column is cut there and kept whole beside it."""
    text = clean(text)
    most = LONGEST.get(name)
    if most is None or len(text) <= most:
        return text
    extra[f"{name} *"] = text
    return f"{text[: most - 1]}…"


def _beside_the_row(values: Mapping[str, Any], extra: Mapping[str, str]) -> dict[str, str]:
    """What stands beside a row: its other columns, its code and address as the file has them."""
    kept = dict(extra)
    for name in ("uscc", "address", "group"):
        if values.get(name):
            kept[_HEADINGS[name]] = str(values[name])
    return kept


_HEADINGS: Final = {"uscc": "统一社会信用代码", "address": "详细地址", "group": "分组"}


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if raw else None


def _fen(yuan: Any) -> int | None:
    return None if yuan is None else round(float(yuan) * 100)


def instant(day: date) -> datetime:
    """The beginning of a day of UTC+8: an old ledger knows no time of day."""
    return datetime.combine(day, time(), ZONE)


def kernel_fields(content: Content, *, at: datetime) -> dict[str, Any]:
    """The fields of the kernel's case that the row states; owner and place come on top."""
    fields: dict[str, Any] = {
        "kind": Kind(content.words["kind"]),
        "domain": Domain(content.words["domain"]),
        "grade": Grade(content.grade) if content.grade else None,
        "found_on": content.found_on,
        "due_on": content.due_on,
    }
    if content.state in IN_WORK:
        fields |= {"round": 1, "settled": _settled(content)}
    if content.state is State.SUBMITTED or content.state in CLOSED_STATES:
        done = content.done_on or content.closed_on
        fields["submitted_at"] = min(instant(done), at) if done else at
    if content.state in ENDED_STATES:
        ended = content.closed_on or content.done_on
        fields["ended_at"] = min(instant(ended), at) if ended else at
    if content.state in CLOSED_STATES:
        fields["closed_at"] = fields["ended_at"]
    return fields


def _settled(content: Content) -> frozenset[Setting]:
    names = {"due_on": Setting.DUE.value}
    found = (names.get(name, name) for name in FIVE if name not in content.defects)
    return frozenset(Setting(name) for name in found)


def body_of(content: Content) -> dict[str, Any]:
    """The part of the fact that may be erased, and by which a later file is compared."""
    return {
        **content.texts,
        "found_by": content.found_by,
        "site_name": content.site_name,
        "money_fen": content.money_fen,
        "due_on": content.due_on.isoformat() if content.due_on else None,
        "extra": dict(content.extra),
    }


def defects_of(content: Content) -> list[str]:
    missing = list(content.defects)
    if content.state is State.CLOSED and content.closed_on is None:
        missing.append("closed_on")
    return missing


def provenance(*, batch: UUID, sha256: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Where the row stood: batch, content of the file, sheet, row and part."""
    return {
        "batch": str(batch),
        "sha256": sha256,
        "sheet": values.get("source_sheet"),
        "row": values["source_row"],
        "part": values["part"],
    }
