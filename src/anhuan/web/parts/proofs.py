"""Evidence of a case: photos by stage and round, each with the verdict of the next recheck."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anhuan.cases.types import TimelineEntry
from anhuan.cases.words.acts import VERBS
from anhuan.evidence.types import UseView
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.web.parts.formats import moment_text, short_day, size_text
from anhuan.web.parts.shapes import Evidence, EvidenceCard, Link, Verdict

FOUND: Final = frozenset({"register", "report"})
FINGERPRINT: Final = 16


def evidence(uses: Sequence[UseView], entries: Sequence[TimelineEntry], *, year: int) -> Evidence:
    photos = [use for use in uses if use.is_photo]
    cards = [_card(use, entries, year) for use in photos]
    if not any(_stage(use)[0] in FOUND for use in photos) and entries:
        first = entries[0]
        taken = f"{moment_text(first.at, year=year)} · {first.by_name}".strip(" ·")
        cards.insert(0, EvidenceCard(_("When found"), "", taken))
    return Evidence(_("Evidence: before and after"), tuple(cards))


def papers(uses: Sequence[UseView]) -> tuple[Link, ...]:
    """Documents that are no photos, each as a download."""
    return tuple(
        Link(f"{use.name}（{size_text(use.size)}）", reverse("parts:original", args=[use.id]))
        for use in uses
        if not use.is_photo
    )


def _stage(use: UseView) -> tuple[str, int]:
    action, _colon, number = use.label.partition(":")
    return action, max(int(number), 1) if number.isdigit() else 1


def label(use: UseView) -> str:
    action, number = _stage(use)
    if action in FOUND:
        return _("When found")
    if action == Action.SUBMIT:
        return ngettext("After round %(n)d", "After round %(n)d", number) % {"n": number}
    if action in {Action.PASS, Action.RETURN}:
        return ngettext("Recheck, round %(n)d", "Recheck, round %(n)d", number) % {"n": number}
    return str(VERBS[Action(action)]) if action in set(Action) else _("Photo")


def _card(use: UseView, entries: Sequence[TimelineEntry], year: int) -> EvidenceCard:
    entry = next((each for each in entries if each.at == use.at and each.by == use.by), None)
    who = " ".join(word for word in (entry.by_name, entry.post_title) if word) if entry else ""
    taken = moment_text(use.captured_at or use.at, year=year)
    return EvidenceCard(
        label(use),
        reverse("parts:thumb", args=[use.id]),
        f"{taken} · {who}" if who else taken,
        full=reverse("parts:page", args=[use.id]),
        position=_position(use),
        verdict=_verdict(use, entries, year),
        fingerprint=use.sha256[:FINGERPRINT],
    )


def _position(use: UseView) -> str:
    if use.place is None:
        return ""
    if use.place.accuracy_m is None:
        return _("Place from the photo, accuracy not known")
    return _("Located, within %(metres)d m") % {"metres": round(use.place.accuracy_m)}


def _verdict(use: UseView, entries: Sequence[TimelineEntry], year: int) -> Verdict | None:
    """Of the next recheck after a photo of what was fixed; until then it is not verified."""
    if _stage(use)[0] != Action.SUBMIT:
        return None
    judged = {Action.PASS, Action.RETURN}
    check = next((each for each in entries if each.action in judged and each.at > use.at), None)
    if check is None:
        return Verdict("open", _("Not verified, waits for the recheck on site"))
    day = short_day(day_of(check.at), year=year)
    if check.action is Action.PASS:
        return Verdict("pass", _("%(day)s recheck passed") % {"day": day})
    finding = str(check.body.get("finding", ""))[:60]
    return Verdict("fail", _("%(day)s recheck failed: %(finding)s") % {
        "day": day, "finding": finding,
    })  # fmt: skip
