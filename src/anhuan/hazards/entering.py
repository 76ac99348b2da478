"""What is given for a chemical or a unit, checked and brought into the form it is kept in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from anhuan.base.columns import cleaned
from anhuan.hazards.models import HazardUnit
from anhuan.hazards.types import Use
from anhuan.kernel.hazard_table import HazardRule, cas_ok
from anhuan.kernel.refusal import Refusal, Why

FIELDS: Final = ("name", "kind", "boundary", "persons", "persons_source", "persons_on")
CHEMICAL: Final = ("name", "cas", "classes", "quantity", "storage", "use", "row")
LONGEST: Final[Mapping[str, int]] = {"name": 120, "cas": 12, "storage": 60, "use": 12}
MOST_CHEMICALS: Final = 200
MOST_CLASSES: Final = 8
_TONNES: Final = re.compile(r"[0-9]{1,8}(\.[0-9]{1,6})?")
_APART: Final = re.compile(r"[\s,;、]+")


def malformed(field: str, problem: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem=problem)


def unit_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a unit. Refuses ``MALFORMED``; persons come with where and when they were
    counted, or not at all."""
    values = cleaned(HazardUnit, given, FIELDS)
    if "persons" in values and values["persons"] is None:
        values |= {"persons_source": "", "persons_on": None}
    return values


def chemical(given: Mapping[str, Any], rule: HazardRule | None) -> dict[str, Any]:
    """A chemical as it is kept. Refuses ``MISSING`` (name, quantity) and ``MALFORMED``."""
    unknown = next((name for name in given if name not in CHEMICAL), None)
    if unknown is not None:
        raise malformed(str(unknown)[:64], "unknown")
    texts = {name: _text(name, given.get(name, "")) for name in ("name", "cas", "storage", "use")}
    quantity = _text("quantity", given.get("quantity", ""))
    absent = [n for n, text in (("name", texts["name"]), ("quantity", quantity)) if not text]
    if absent:
        raise Refusal(Why.MISSING, fields=tuple(absent))
    texts["cas"] = unicodedata.normalize("NFKC", texts["cas"])
    if texts["cas"] and not cas_ok(texts["cas"]):
        raise malformed("cas", "cas")
    if texts["use"] and texts["use"] not in set(Use):
        raise malformed("use", "choice")
    return {
        **texts,
        "quantity": tonnes(quantity),
        "classes": _classes(given.get("classes") or "", rule),
        "row": _row(given.get("row"), rule),
    }


def chemicals(given: Any, rule: HazardRule | None) -> list[dict[str, Any]]:
    """All chemicals of a unit. Refuses like ``chemical``, and ``TOO_MANY``."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, Mapping) for one in given):
        raise malformed("chemicals", "value")
    if len(given) > MOST_CHEMICALS:
        raise Refusal(Why.TOO_MANY, most=MOST_CHEMICALS)
    return [chemical(one, rule) for one in given]


def names_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """What a list is searched by."""
    return " ".join(f"{row['name']} {row['cas']}".strip() for row in rows)


def tonnes(text: str) -> str:
    """A quantity above 0 with at most six decimals, in plain digits. Refuses ``MALFORMED``."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if not _TONNES.fullmatch(plain) or not plain.isascii() or not Decimal(plain):
        raise malformed("quantity", "tonnes")
    whole, _, rest = plain.partition(".")
    rest = rest.rstrip("0")
    return f"{int(whole)}.{rest}" if rest else str(int(whole))


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise malformed(name, "text")
    text = value.strip()
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in text):
        raise malformed(name, "control-character")
    if len(text) > LONGEST.get(name, 40):
        raise malformed(name, "too-long")
    return text


def _classes(value: Any, rule: HazardRule | None) -> list[str]:
    """“W5.3、J2” or a list, each a class of table 2."""
    if isinstance(value, str):
        value = _APART.split(unicodedata.normalize("NFKC", value).strip())
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise malformed("classes", "value")
    codes = [unicodedata.normalize("NFKC", one).strip().upper() for one in value]
    found = sorted({code for code in codes if code})
    known = rule.classes if rule is not None else {}
    if len(found) > MOST_CLASSES or any(code not in known for code in found):
        raise malformed("classes", "choice")
    return found


def _row(value: Any, rule: HazardRule | None) -> int | None:
    """The row of table 1 that was chosen, 0 for none of them."""
    if value in (None, ""):
        return None
    text = str(value)
    known = {0} | {row.number for row in rule.named} if rule is not None else {0}
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise malformed("row", "choice")
    if int(text) not in known:
        raise malformed("row", "choice")
    return int(text)
