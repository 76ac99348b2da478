"""Who stands beside the three lines of an object: charged, and ended with a successor or a dated
vacancy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.duty.types import Vacancy
from anhuan.kernel.chain import Line, Side
from anhuan.kernel.duty import SOURCE, Capacity
from anhuan.territory.establishment import PostRow
from anhuan.web.admin.forms.people import day_field
from anhuan.web.parts.duties import CAPACITIES

VACANT: Final = "vacant"


@dataclass(frozen=True, slots=True)
class Manner:
    """As what a post of a unit may be charged."""

    word: str | Promise
    capacity: Capacity
    line: Line = Line.TERRITORY
    side: Side = Side.GOVERNMENT


MANNERS: Final[Mapping[str, Manner]] = {
    "sponsor": Manner(CAPACITIES[Capacity.SPONSOR], Capacity.SPONSOR),
    "sponsor-unit": Manner(
        CAPACITIES[Capacity.SPONSOR_UNIT], Capacity.SPONSOR_UNIT, line=Line.INDUSTRY
    ),
    "party-head": Manner(_("bond", "Head, party"), Capacity.HEAD, side=Side.PARTY),
    "government-head": Manner(_("bond", "Head, government"), Capacity.HEAD),
    "deputy": Manner(CAPACITIES[Capacity.DEPUTY], Capacity.DEPUTY),
    "party-deputy": Manner(
        _("bond", "Deputy for a field, party"), Capacity.DEPUTY, side=Side.PARTY
    ),
}


def post_text(row: PostRow) -> str:
    """“枫林安监站 副站长 — 陈立”, or that nobody holds it."""
    where = f"{row.unit_name} {row.title}".strip()
    name = row.held[0].name if row.held else gettext("vacant")
    return f"{where} — {name}"


def _choices(posts: Iterable[PostRow]) -> list[tuple[str, str]]:
    return [("", gettext("Choose …")), *((str(one.id), post_text(one)) for one in posts)]


class Spanned(forms.Form):
    since = day_field(_("admin", "From"), help_text=_("admin", "This day counts."))
    until = day_field(
        _("bond", "Last day"),
        required=False,
        help_text=_("bond", "Leave empty where none is set."),
    )
    clause = forms.CharField(label=_("admin", "By which document"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The end has to be later than the start."))
        return given


class BondForm(Spanned):
    manner = forms.ChoiceField(
        label=_("bond", "As what"), choices=[(code, one.word) for code, one in MANNERS.items()]
    )
    post = forms.ChoiceField(label=_("bond", "Which post"))
    subject = forms.ChoiceField(
        label=_("bond", "For which field"),
        required=False,
        help_text=_("bond", "Of a deputy. One who has several fields is charged with each."),
    )
    field_order = ("manner", "post", "subject", "since", "until", "clause")

    def __init__(
        self,
        *args: Any,
        posts: Iterable[PostRow],
        manners: Sequence[str] = tuple(MANNERS),
        fields: Mapping[str, str] = MappingProxyType({}),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["post"]
        chosen.choices = _choices(posts)
        named: Any = self.fields["manner"]
        named.choices = [(code, MANNERS[code].word) for code in manners]
        subject: Any = self.fields["subject"]
        subject.choices = [("", gettext("none")), *fields.items()]

    def clean(self) -> dict[str, Any]:
        """A field is a deputy's, and a deputy has one."""
        given = super().clean()
        manner = MANNERS.get(given.get("manner") or "")
        if manner is None or "subject" in self.errors:
            return given
        deputy = manner.capacity is Capacity.DEPUTY
        if deputy and not given.get("subject"):
            self.add_error("subject", gettext("Say which field the deputy has."))
        if not deputy:
            given["subject"] = ""
        return given


class SourceForm(Spanned):
    """The three named persons of a major hazard source."""

    number = forms.CharField(
        label=_("bond", "Which hazard source"),
        max_length=16,
        help_text=_("bond", "Its number or name, as on the board at the source."),
    )

    def __init__(self, *args: Any, posts: Sequence[PostRow], **more: Any) -> None:
        super().__init__(*args, **more)
        for capacity in SOURCE:
            self.fields[name_of(capacity)] = forms.ChoiceField(
                label=str(CAPACITIES[capacity]), choices=_choices(posts)
            )
        self.order_fields(["number", *map(name_of, SOURCE), "since", "until", "clause"])

    def posts(self) -> dict[Capacity, UUID]:
        return {capacity: UUID(self.cleaned_data[name_of(capacity)]) for capacity in SOURCE}


def name_of(capacity: Capacity) -> str:
    return capacity.value.replace("-", "_")


class EndForm(forms.Form):
    last = day_field(
        _("bond", "Last day"), help_text=_("bond", "The successor begins the day after.")
    )
    successor = forms.ChoiceField(
        label=_("bond", "Who follows"),
        error_messages={
            "required": _("bond", "Name the post that follows, or say that nobody does yet.")
        },
    )
    because = forms.CharField(
        label=_("handover", "Why nobody is named yet"),
        max_length=200,
        required=False,
        help_text=_("bond", "Only where nobody follows. It is shown as a gap."),
    )
    fill_by = day_field(
        _("handover", "Somebody is named by"),
        required=False,
        help_text=_("bond", "Only where nobody follows."),
    )

    def __init__(self, *args: Any, posts: Iterable[PostRow], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["successor"]
        nobody = (VACANT, gettext("Nobody yet"))
        chosen.choices = [*_choices(posts), nobody]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("successor") != VACANT:
            return given
        if not str(given.get("because") or "").strip():
            self.add_error("because", gettext("Say why nobody is named yet."))
        if given.get("fill_by") is None and "fill_by" not in self.errors:
            self.add_error("fill_by", gettext("Say by which day somebody is named."))
        return given

    def vacancy(self) -> Vacancy | None:
        given = self.cleaned_data
        if given["successor"] != VACANT:
            return None
        return Vacancy(because=given["because"], fill_by=given["fill_by"])
