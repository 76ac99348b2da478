"""A version of a checklist while somebody works on it: one file for each person and list. Nothing
of it is law before it is entered."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.checks import check_value

UP: Final = "up"
DOWN: Final = "down"
LONGEST_CODE: Final = 64
Value = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``base``: the version it began from, "" for a new list."""

    code: str
    name: str
    base: str
    value: Value

    @property
    def items(self) -> list[Value]:
        return list(self.value["items"])

    def item(self, code: str) -> Value:
        """Refuses ``NOT_VISIBLE``."""
        found = next((one for one in self.items if one["code"] == code), None)
        if found is None:
            raise Refusal(Why.NOT_VISIBLE)
        return found

    def with_items(self, items: Sequence[Value]) -> "Draft":
        return replace(self, value=self.value | {"items": list(items)})


def begin(person: UUID, draft: Draft) -> None:
    """Keep a draft, in place of the one this person had of the list."""
    path = _path(person, draft.code)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = {"name": draft.name, "base": draft.base, "value": draft.value}
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def held(person: UUID, code: str) -> Draft | None:
    path = _path(person, code)
    if len(code) > LONGEST_CODE or not path.exists():
        return None
    whole = json.loads(path.read_text(encoding="utf-8"))
    return Draft(code=code, name=whole["name"], base=whole["base"], value=whole["value"])


def needed(person: UUID, code: str) -> Draft:
    """Refuses ``NOT_VISIBLE`` without a draft."""
    found = held(person, code)
    if found is None:
        raise Refusal(Why.NOT_VISIBLE)
    return found


def drop(person: UUID, code: str) -> None:
    _path(person, code).unlink(missing_ok=True)


def put(draft: Draft, item: Mapping[str, Any], *, instead: str = "") -> Draft:
    """With a new item at the end, or one in the place of ``instead``. Refuses ``MALFORMED`` for
    an item that no list could hold and ``REPEATED`` for a code that another has."""
    code = str(item["code"])
    if any(one["code"] == code for one in draft.items if one["code"] != instead):
        raise Refusal(Why.REPEATED, field="code")
    if instead:
        draft.item(instead)
    items = [dict(item) if one["code"] == instead else one for one in draft.items]
    found = draft.with_items(items if instead else [*items, dict(item)])
    check_value("checklist", draft.code, found.value)
    return found


def without(draft: Draft, code: str) -> Draft:
    """Without one item; the last one stays, for a list without items is none."""
    draft.item(code)
    if len(draft.items) == 1:
        raise Refusal(Why.MISSING, fields=("items",))
    return draft.with_items([one for one in draft.items if one["code"] != code])


def moved(draft: Draft, code: str, way: str) -> Draft:
    """With one item a place further up or down; at the end of the list it stays."""
    items = draft.items
    at = items.index(draft.item(code))
    to = at - 1 if way == UP else at + 1
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
    return draft.with_items(items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a draft would change, by the codes of items."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    moved: bool
    head: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved or self.head)


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Changes:
    """``before``: the value the draft began from, ``None`` for a new list."""
    old = {one["code"]: whole(one) for one in before["items"]} if before else {}
    new = {one["code"]: whole(one) for one in after["items"]}
    stay = [code for code in old if code in new]
    head = ("object", "industries")
    return Changes(
        added=tuple(code for code in new if code not in old),
        removed=tuple(code for code in old if code not in new),
        changed=tuple(code for code in stay if old[code] != new[code]),
        moved=stay != [code for code in new if code in old],
        head=before is None or any(before[name] != after[name] for name in head),
    )


EMPTY: Final[Mapping[str, Any]] = {
    **dict.fromkeys(
        ("code", "topic", "text", "domain", "field", "basis", "basis_from", "method", "cycle"), ""
    ),
    **dict.fromkeys(("duty", "when", "major", "evidence", "penalty", "fix"), ""),
    **dict.fromkeys(("verified", "photo", "apart"), False),
    "common": [],
}


def whole(item: Mapping[str, Any]) -> Value:
    """An item with every field, so that one left out and one left empty are the same."""
    return {**EMPTY, **{name: value for name, value in item.items() if value is not None}}


def _path(person: UUID, code: str) -> Path:
    return Path(settings.DATA_DIR) / "staged" / str(person) / f"checklist-{code}.json"
