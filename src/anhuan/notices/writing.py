"""The words of messages that leave the node: numbers, titles, counts and links.

Of a notice only ``number`` and ``title`` are ever used. To the group of a unit, where others read
along, not even a title goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.conf import settings
from django.utils.translation import npgettext, override, pgettext

from anhuan.notices.types import NoticeView

SHOWN: Final = 20
LONGEST: Final = 60
MATTERS: Final = ("case", "task")
"""Kinds of subjects that have a number, a title and a page of their own."""
_ = partial(pgettext, "message")
_n = partial(npgettext, "message")


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A case or a task that notices are about, with how many there are of it."""

    kind: str
    number: str
    title: str
    count: int
    urgent: bool


def urgent(notice: NoticeView, language: str) -> Written:
    with override(language):
        number, title = _number(notice), _title(notice)
        said = " ".join(part for part in (number, title) if part) or pgettext(
            "message", "one notice"
        )
        subject = _("Urgent: %(what)s") % {"what": said}
        return Written(subject, _joined([subject, link(number, notice.subject_kind)]))


def urgent_group(notice: NoticeView, language: str) -> Written:
    with override(language):
        number = _number(notice)
        subject = _("Urgent: %(what)s") % {"what": number or _("one notice")}
        return Written(subject, _joined([subject, link(number, notice.subject_kind)]))


def digest(notices: Sequence[NoticeView], language: str) -> Written:
    """One message for all: each matter once, the urgent first, with how often it was spoken of."""
    found = matters(notices)
    others = len(notices) - sum(each.count for each in found)
    with override(language):
        subject = _summary(found, others)
        lines = [line for each in found[:SHOWN] for line in _lines(each)]
        left = len(found) - SHOWN
        more = _n("and %(n)d other", "and %(n)d others", left) % {"n": left}
        tail = [more] if left > 0 else []
        return Written(subject, _joined([subject, "", *lines, *tail, "", link()]))


def digest_group(notices: Sequence[NoticeView], language: str) -> Written:
    """For everybody in the group: how much, nothing of what."""
    found = matters(notices)
    others = len(notices) - sum(each.count for each in found)
    with override(language):
        subject = _summary(found, others)
        return Written(subject, _joined([subject, link()]))


def code(signs: str, language: str) -> Written:
    with override(language):
        subject = _("Code for notices: %(code)s") % {"code": signs}
        about = pgettext(
            "message", "Type it on your page of notices. If you did not ask for it, do nothing."
        )
        return Written(subject, _joined([subject, about]))


def test(language: str) -> Written:
    with override(language):
        subject = _("Test message of %(node)s") % {"node": settings.NODE_TITLE}
        return Written(subject, _joined([subject, link()]))


def matters(notices: Sequence[NoticeView]) -> list[Matter]:
    """Cases and tasks among ``notices``, each once: the urgent first, then as they come."""
    found: dict[tuple[str, str], Matter] = {}
    for notice in notices:
        number = _number(notice)
        key = (notice.subject_kind, number)
        if notice.subject_kind not in MATTERS or not number:
            continue
        old = found.get(key)
        found[key] = Matter(
            kind=notice.subject_kind,
            number=number,
            title=old.title if old else _title(notice),
            count=(old.count if old else 0) + 1,
            urgent=notice.urgent or bool(old and old.urgent),
        )
    return sorted(found.values(), key=lambda each: not each.urgent)


def link(number: str = "", kind: str = "") -> str:
    """Where to read on; nothing while the settings do not name the address of the node."""
    if not settings.ADDRESS:
        return ""
    known = number and kind in MATTERS
    return f"{settings.ADDRESS}/go/{kind}/{number}/" if known else f"{settings.ADDRESS}/"


def _summary(found: Sequence[Matter], others: int) -> str:
    parts = []
    if found:
        said = npgettext(
            "message",
            "%(n)d matter has news for you",
            "%(n)d matters have news for you",
            len(found),
        )
        parts.append(said % {"n": len(found)})
    pressing = sum(each.urgent for each in found)
    if pressing:
        parts.append(_n("%(n)d urgent", "%(n)d urgent", pressing) % {"n": pressing})
    if others:
        said = _n("%(n)d other notice", "%(n)d other notices", others)
        parts.append(said % {"n": others})
    return _(", ").join(parts)


def _lines(each: Matter) -> list[str]:
    said = f"{each.number} {each.title}".strip()
    if each.count > 1:
        said += _n(" (%(n)d notice)", " (%(n)d notices)", each.count) % {"n": each.count}
    if each.urgent:
        said = _("Urgent: %(what)s") % {"what": said}
    return [said, *([link(each.number, each.kind)] if settings.ADDRESS else [])]


def _number(notice: NoticeView) -> str:
    return _plain(notice.params.get("number", ""))


def _title(notice: NoticeView) -> str:
    return _plain(notice.params.get("title", ""))


def _plain(value: object) -> str:
    """One line: a title with a line break would make a header of its own."""
    return " ".join(str(value).split())[:LONGEST]


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()
