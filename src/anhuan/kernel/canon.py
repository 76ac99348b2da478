"""Canonical bytes of a JSON value: RFC 8785 (JCS), with the limits of RFC 7493 (I-JSON).

Two programs that hold the same value write the same bytes, so a hash of them means the value.
What the form cannot carry without loss is refused, never rounded or repaired.
"""

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn

SAFE: Final = 2**53 - 1
"""The largest whole number that every reader holds exactly (RFC 7493 §2.2)."""
DEPTH: Final = 64
"""How deep values may lie in one another; deeper ones are refused, not searched."""

_FIXED: Final = 21
_SMALL: Final = -6
_LONGEST: Final = 400


class NotCanonical(ValueError):
    """The value or the text has no canonical form; the message says why in one line."""


def encode(value: Any) -> bytes:
    """The canonical bytes of ``value`` (RFC 8785 §3.2): text, numbers, booleans, ``None``, lists
    or tuples, mappings with text keys.

    Raises ``NotCanonical`` for not-a-number, infinity, whole numbers beyond 2^53 - 1, half of a
    surrogate pair, keys that are no text, other types, more than ``DEPTH`` levels.
    """
    parts: list[str] = []
    _write(value, parts.append, 0)
    try:
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("text holds half of a surrogate pair") from None


def read(raw: bytes) -> Any:
    """The value of JSON text in any form that loses nothing by becoming canonical.

    Raises ``NotCanonical`` for bytes that are no UTF-8 JSON, a key given twice in one object, and
    everything ``encode`` refuses; a whole number that no double holds is refused too.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_double,
        )
    except UnicodeDecodeError:
        raise NotCanonical("is not UTF-8") from None
    except RecursionError:
        raise NotCanonical(f"lies deeper than {DEPTH} levels") from None
    except json.JSONDecodeError as error:
        raise NotCanonical(f"is not JSON: {error}") from None
    encode(value)
    return value


def read_canonical(raw: bytes) -> Any:
    """The value of text that is already canonical; raises ``NotCanonical`` as ``read`` does and
    for any other form of the same value."""
    value = read(raw)
    if encode(value) != raw:
        raise NotCanonical("is JSON, but not in its canonical form")
    return value


def number(value: float) -> str:
    """A double as ECMAScript writes it (RFC 8785 §3.2.2.3, ECMA-262 §7.1.12.1).

    Raises ``NotCanonical`` for not-a-number and infinity.
    """
    if not math.isfinite(value):
        raise NotCanonical(f"{value} is no number of JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    shortest = Decimal(repr(abs(value))).normalize().as_tuple()
    digits = "".join(map(str, shortest.digits))
    return sign + _placed(digits, len(digits) + int(shortest.exponent))


def _placed(digits: str, point: int) -> str:
    """``digits`` with the point after the first ``point`` of them."""
    if len(digits) <= point <= _FIXED:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _FIXED:
        return f"{digits[:point]}.{digits[point:]}"
    if _SMALL < point <= 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"


def _write(value: Any, put: Any, depth: int) -> None:
    if isinstance(value, str):
        put(encode_basestring(value))
    elif value is None or isinstance(value, bool):
        put({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        put(_exact(value))
    elif isinstance(value, float):
        put(number(value))
    else:
        _write_many(value, put, depth + 1)


def _write_many(value: Any, put: Any, depth: int) -> None:
    if depth > DEPTH:
        raise NotCanonical(f"lies deeper than {DEPTH} levels")
    if isinstance(value, Mapping):
        _write_object(value, put, depth)
    elif isinstance(value, list | tuple):
        _write_list(value, put, depth)
    else:
        raise NotCanonical(f"{type(value).__name__} is no type of JSON")


def _write_object(value: Mapping[Any, Any], put: Any, depth: int) -> None:
    joint = "{"
    plain = all(type(key) is str and key.isascii() for key in value)
    for key in sorted(value, key=None if plain else _order):
        put(f"{joint}{encode_basestring(key)}:")
        _write(value[key], put, depth)
        joint = ","
    put("{}" if joint == "{" else "}")


def _write_list(value: Sequence[Any], put: Any, depth: int) -> None:
    joint = "["
    for item in value:
        put(joint)
        _write(item, put, depth)
        joint = ","
    put("[]" if joint == "[" else "]")


def _order(key: Any) -> bytes:
    """Keys stand in the order of their UTF-16 units (RFC 8785 §3.2.3)."""
    if not isinstance(key, str):
        raise NotCanonical("a key is no text")
    try:
        return key.encode("utf-16-be")
    except UnicodeEncodeError:
        raise NotCanonical("a key holds half of a surrogate pair") from None


def _exact(value: int) -> str:
    if not -SAFE <= value <= SAFE:
        raise NotCanonical("a whole number lies beyond 2^53 - 1")
    return int.__repr__(value)


def _whole(literal: str) -> int | float:
    """A number written without point: itself where it is safe, else the double it is, if the
    double is written so."""
    if len(literal) <= len(str(-SAFE)) and -SAFE <= int(literal) <= SAFE:
        return int(literal)
    value = _double(literal)
    if number(value) != literal:
        raise NotCanonical("a whole number lies beyond 2^53 - 1")
    return value


def _double(literal: str) -> float:
    value = float(literal) if len(literal) <= _LONGEST else math.inf
    if math.isinf(value):
        raise NotCanonical("a number is too long or too large for a double")
    return value


def _no_number(name: str) -> NoReturn:
    raise NotCanonical(f"{name} is no number of JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key stands twice in one object")
    return found
