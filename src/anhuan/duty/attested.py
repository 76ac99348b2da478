"""The certificate as a document: names beside ids, signed by the node, checked by anyone."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from anhuan.base.sign import fingerprint, sign, verify
from anhuan.kernel.chain import Break
from anhuan.kernel.gaps import Certificate, Column, Gap
from anhuan.kernel.permit import SUBJECT
from anhuan.people.queries import persons
from anhuan.sites.standing import site_names
from anhuan.territory.queries import area_names, holders, lineage, unit_names

KIND: Final = "anhuan.responsibility-certificate"
FORMAT: Final = 1
LISTED: Final = 1000
"""So many objects of one gap are listed; their number always is."""
FORM: Final = "duty.certificate"
WORDS: Final = {
    "enterprise": "企业主体", "industry": "行业主管", "territory": "属地监管",
    "party": "党委", "government": "政府", "safety": "安全", "environment": "环保",
    "city": "市", "county": "县（市、区）", "street": "乡镇（街道）", "community": "村（社区）",
    "cell": "网格", "no-post": "没有指定岗位", "vacant": "岗位空着", "expired": "任职到期",
    "several": "不止一人", "loop": "上级成环", "no-path": "上面没有人",
    "answers-to-self": "自己管自己", "no-department": "没有主管部门",
    "uncovered-site": "不在网格内", "uncovered-area": "没有覆盖",
    "overlapping-cells": "网格重叠", "overloaded": "一人负责过多",
    "permit": "发出的许可", "no-issuer": "许可没有发证单位", "abolished": "发证单位已撤销",
}  # fmt: skip
"""A statutory form is in Chinese."""


def names_of(found: Certificate) -> dict[UUID, str]:
    """What the objects and posts of the gaps are called: four queries, and one for units that
    issued permits."""
    things = {gap.object for gap in found.gaps}
    areas = area_names(things)
    people = {gap.object for gap in found.gaps if gap.kind is Break.OVERLOADED}
    names = dict(areas) | site_names(things - areas.keys() - people)
    names |= {key: one.name for key, one in persons(people).items()}
    issuers = {gap.object for gap in found.gaps if gap.subject == SUBJECT} - names.keys()
    names |= unit_names(issuers) if issuers else {}
    posts = holders({gap.post for gap in found.gaps if gap.post}, at=found.at)
    return names | {key: f"{one.unit_name} {one.title}".strip() for key, one in posts.items()}


def document(
    found: Certificate, *, node: str, made_at: datetime, names: Mapping[UUID, str] | None = None
) -> dict[str, Any]:
    """The certificate as plain JSON: no floats, instants in UTC, everything in a fixed order."""
    known = names_of(found) if names is None else names
    over = lineage(found.scope) if found.scope else []
    return {
        "kind": KIND,
        "format": FORMAT,
        "node": node,
        "scope": {"path": found.scope, "name": over[-1].full if over else ""},
        "at": _instant(found.at),
        "known_at": _instant(found.known_at),
        "made_at": _instant(made_at),
        "sites": found.sites,
        "areas": found.areas,
        "persons": len(found.persons),
        "checked": _checked(found),
        "gaps": [_gap(gap, known) for gap in found.gaps],
        "whole": found.whole,
    }


def _instant(at: datetime) -> str:
    return at.isoformat()


def _checked(found: Certificate) -> list[dict[str, Any]]:
    total: dict[Column, int] = {}
    broken: dict[Column, int] = {}
    for (_, column), number in found.checked.items():
        total[column] = total.get(column, 0) + number
    for (_, column), number in found.broken.items():
        broken[column] = broken.get(column, 0) + number
    return [
        {
            "line": column.line.value,
            "level": column.level,
            "side": column.side.value,
            "subject": column.subject,
            "of": total[column],
            "answered": total[column] - broken.get(column, 0),
        }
        for column in sorted(total)
    ]


def _gap(gap: Gap, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "kind": gap.kind.value,
        "line": gap.line.value,
        "level": gap.level,
        "side": gap.side.value,
        "subject": gap.subject,
        "object": {"id": str(gap.object), "name": names.get(gap.object, "")},
        "post": {"id": str(gap.post), "name": names.get(gap.post, "")} if gap.post else None,
        "missing": gap.missing,
        "since": _instant(gap.since) if gap.since else None,
        "count": len(gap.objects),
        "objects": [str(each) for each in gap.objects[:LISTED]],
    }


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way to write a document down: keys in order, no blanks, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def signed(value: Mapping[str, Any], *, folder: Path) -> dict[str, Any]:
    """The document in its envelope, signed with the node's key in ``folder``."""
    key, signature = sign(folder, canonical(value))
    return {
        "certificate": dict(value),
        "signature": {
            "algorithm": "Ed25519",
            "key": key,
            "fingerprint": fingerprint(key),
            "value": signature,
        },
    }


def checks(envelope: Any) -> str:
    """The fingerprint of the key that signed the document, "" when nothing vouches for it."""
    try:
        value, seal = envelope["certificate"], envelope["signature"]
        if value["kind"] != KIND or seal["algorithm"] != "Ed25519":
            return ""
        sound = verify(seal["key"], canonical(value), seal["value"])
        return fingerprint(seal["key"]) if sound else ""
    except (KeyError, TypeError, ValueError, AttributeError):
        return ""


def sheet(value: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """What the printed form of a document shows; ``words`` are those of its codes."""
    return {
        "scope": value["scope"]["name"],
        "node": value["node"],
        "at": value["at"],
        "known_at": value["known_at"],
        "made_at": value["made_at"],
        "sites": str(value["sites"]),
        "areas": str(value["areas"]),
        "persons": str(value["persons"]),
        "rows": [
            [_said(words, row, ("line", "level", "side", "subject")), _share(row)]
            for row in value["checked"]
        ],
        "gaps": [_printed(words, gap) for gap in value["gaps"]],
    }


def printed_sheet(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """What the PDF of a signed certificate shows: the document, the key's fingerprint and the
    signature."""
    return sheet(envelope["certificate"], WORDS) | {
        "fingerprint": envelope["signature"]["fingerprint"],
        "signature": envelope["signature"]["value"],
    }


def _said(words: Mapping[str, str], row: Mapping[str, Any], names: Iterable[str]) -> str:
    return " · ".join(words.get(row[name], row[name]) for name in names if row[name])


def _share(row: Mapping[str, Any]) -> str:
    return f"{row['answered']}/{row['of']}" if row["of"] else "—"


def _printed(words: Mapping[str, str], gap: Mapping[str, Any]) -> list[str]:
    post = gap["post"]["name"] if gap["post"] else ""
    many = f"（{gap['count']}）" if gap["count"] > 1 else ""
    return [
        words.get(gap["kind"], gap["kind"]),
        f"{gap['object']['name']}{many}",
        _said(words, gap, ("line", "level", "side", "subject")),
        " ".join(part for part in (post, gap["missing"]) if part),
    ]
