"""What a press under a row asks for, as the one write it means."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from anhuan.cases.intake import services
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why

Deed = Callable[[], Any]


def number_in(text: str) -> int:
    """A whole number of a form or an address; refuses anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Refusal(Why.MALFORMED, field="row", problem="number")
    return int(text)


def deed_of(viewer: Viewer, batch: UUID, post: Mapping[str, str]) -> Deed:
    """The write for one row: a value taken or written, a finding accepted, a site decided, the
    row left out or taken in again."""
    where: dict[str, Any] = {
        "batch_id": batch,
        "position": number_in(post.get("position", "")),
        "by": viewer,
        "at": viewer.at,
    }
    if "site" in post:
        return lambda: services.decide_site(decision=post["site"], **where)
    if "take" in post:
        return lambda: services.correct(field=post.get("field", ""), text=post["take"], **where)
    return _DEEDS.get(post.get("do", ""), _unknown)(where, post)


def _write(where: Mapping[str, Any], post: Mapping[str, str]) -> Deed:
    field, text = post.get("field", ""), post.get("text", "")
    return lambda: services.correct(field=field, text=text, **where)


def _accept(where: Mapping[str, Any], post: Mapping[str, str]) -> Deed:
    place = number_in(post.get("place", ""))
    return lambda: services.accept(place=place, **where)


def _skip(where: Mapping[str, Any], post: Mapping[str, str]) -> Deed:
    return lambda: services.skip(on=True, **where)


def _unskip(where: Mapping[str, Any], post: Mapping[str, str]) -> Deed:
    return lambda: services.skip(on=False, **where)


def _unknown(where: Mapping[str, Any], post: Mapping[str, str]) -> Deed:
    raise Refusal(Why.MALFORMED, field="do", problem="unknown")


_DEEDS: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], Deed]]] = {
    "write": _write,
    "accept": _accept,
    "skip": _skip,
    "unskip": _unskip,
}
