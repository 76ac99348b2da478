"""The board (公示牌) of an enterprise, a village or a key task: who is named for it on a day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.periods import holds
from anhuan.duty.coverage import thing_in_reach
from anhuan.duty.models import Charge
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.duty import SOURCE, Capacity
from anhuan.kernel.sponsoring import SPONSORS, Sort
from anhuan.rulebook.queries import duties_at
from anhuan.sites.queries import find
from anhuan.territory.leading import Lead, leads, office_over
from anhuan.territory.queries import lineage

FORM: Final = "duty.plaque"
NAMES: Final[Mapping[Capacity, str]] = {
    Capacity.SPONSOR: "包保领导",
    Capacity.SPONSOR_UNIT: "包保部门",
    Capacity.SOURCE_HEAD: "主要负责人",
    Capacity.SOURCE_TECHNICAL: "技术负责人",
    Capacity.SOURCE_OPERATION: "操作负责人",
}
"""A statutory board is in Chinese."""


def plaque(viewer: Viewer, thing: UUID, *, at: datetime) -> dict[str, Any]:
    """What the board says of the day of ``at``, as known now. Refuses ``NOT_VISIBLE``."""
    found = thing_in_reach(viewer, thing)
    rows = Charge.objects.filter(
        holds(at, viewer.at), object=thing, level__in=[*SPONSORS, *SOURCE]
    )
    listed = sorted(rows, key=lambda row: (row.subject, list(NAMES).index(Capacity(row.level))))
    people = leads((), {row.post_id for row in listed}, at=at, known_at=viewer.at)
    duties = _duties(at)
    sponsors = [row for row in listed if row.level in SPONSORS]
    numbers = dict.fromkeys(row.subject for row in listed if row.level in SOURCE)
    office, phone = office_over(found.path)
    is_site = found.sort in {Sort.SITE, Sort.PROJECT}
    site = find(viewer, thing) if is_site else None
    phones = [("监督电话", office, phone)]
    if site is not None:
        phones.insert(0, ("单位值班电话", "", site.duty_phone))
    return {
        "title": "重大危险源安全包保公示牌" if numbers else "安全生产和生态环境包保公示牌",
        "name": site.name if site is not None else found.name,
        "where": site.address if site is not None else _where(found.path),
        "sponsors": [_row(row, people, duties) for row in sponsors],
        "sources": [
            {
                "number": number,
                "persons": [_row(row, people, duties) for row in listed if _of(row, number)],
            }
            for number in numbers
        ],
        "phones": [_phone(*each) for each in phones],
        "unit_name": office,
        "day": _day(day_of(at)),
        "foot": f"按 {day_of(at).isoformat()} 在任，{_day(day_of(viewer.at))}打印",
    }


def _of(row: Charge, number: str) -> bool:
    return row.level in SOURCE and row.subject == number


def _row(row: Charge, people: Mapping[UUID, Lead], duties: Mapping[str, str]) -> list[str]:
    """As what, who, post, duties; an empty post says so."""
    lead = people[row.post_id]
    name = lead.name or "（空缺）"
    stands = "（代）" if lead.acting else ""
    where = f"{lead.unit_name} {lead.title}".strip()
    return [NAMES[Capacity(row.level)], f"{name}{stands}", where, duties.get(row.level, "")]


def _duties(at: datetime) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for rule in duties_at(at).values():
        capacity = rule.duty.bearer.capacity
        if capacity is not None and capacity in NAMES:
            texts.setdefault(capacity.value, []).append(rule.duty.text)
    return {code: "；".join(said) for code, said in texts.items()}


def _where(path: str) -> str:
    return "".join(line.full for line in lineage(path)[-1:])


def _phone(label: str, unit: str, number: str) -> str:
    """Left to be filled in by hand where none is known."""
    return f"{label}{f'（{unit}）' if unit else ''}：{number or '　　　　　　　　'}"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
