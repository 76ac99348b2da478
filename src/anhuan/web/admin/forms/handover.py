"""Who takes over what somebody leaves: once for all posts, or apart for each."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.duty.types import Successor, Vacancy
from anhuan.web.admin.forms.people import day_field

STAYS: Final = "stays"
VACANT: Final = "vacant"
EACH: Final = "each"
AS_ALL: Final = ""


class HandoverForm(forms.Form):
    """``person``, ``posts`` come from the page; a post without a choice of its own goes the way
    of all."""

    last = day_field(
        _("handover", "Last day in the posts"),
        help_text=_("handover", "The successor begins the day after."),
    )
    basis = forms.CharField(label=_("admin", "By which document"), max_length=200, required=False)
    fate = forms.ChoiceField(
        label=_("handover", "Who takes over"),
        error_messages={
            "required": _("handover", "Name who takes over, or say that the post stays vacant.")
        },
    )
    acting = forms.BooleanField(label=_("handover", "Stands in for now"), required=False)
    because = forms.CharField(
        label=_("handover", "Why nobody is named yet"),
        max_length=200,
        required=False,
        help_text=_("handover", "Only where a post stays vacant. It is shown as a gap."),
    )
    fill_by = day_field(
        _("handover", "Somebody is named by"),
        required=False,
        help_text=_("handover", "Only where a post stays vacant."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[UUID, str]],
        posts: Iterable[tuple[UUID, str]],
        begun: date,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        named = [(str(person), text) for person, text in people]
        vacant = (VACANT, gettext("Nobody yet: it stays vacant"))
        chosen: Any = self.fields["fate"]
        each = (EACH, gettext("Chosen for each post below"))
        chosen.choices = [("", gettext("Choose …")), *named, vacant, each]
        self.posts = tuple(posts)
        self.begun = begun
        own = [(AS_ALL, gettext("As chosen above")), *named, vacant]
        own.append((STAYS, gettext("Stays in this post")))
        for post, text in self.posts:
            self.fields[_name(post)] = forms.ChoiceField(label=text, choices=own, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        ways = [self._way(given, post) for post, _text in self.posts]
        if any(way in {"", EACH} for way in ways) and "fate" not in self.errors:
            self.add_error("fate", self.fields["fate"].error_messages["required"])
        elif all(way == STAYS for way in ways):
            self.add_error(None, gettext("Every post is kept. There is nothing to hand over."))
        if VACANT in ways:
            self._vacancy(given)
        if given.get("last") and given["last"] < self.begun:
            self.add_error("last", gettext("The end has to be later than the start."))
        return given

    def _vacancy(self, given: Mapping[str, Any]) -> None:
        if not str(given.get("because") or "").strip():
            self.add_error("because", gettext("Say why nobody is named yet."))
        fill_by: date | None = given.get("fill_by")
        if fill_by is None and "fill_by" not in self.errors:
            self.add_error("fill_by", gettext("Say by which day somebody is named."))
        elif fill_by is not None and given.get("last") and fill_by <= given["last"]:
            self.add_error("fill_by", gettext("That is not after the last day in the posts."))

    def _way(self, given: Mapping[str, Any], post: UUID) -> str:
        return str(given.get(_name(post)) or given.get("fate") or "")

    def fates(self) -> dict[UUID, Successor | Vacancy]:
        """What becomes of each post that is left."""
        given = self.cleaned_data
        found: dict[UUID, Successor | Vacancy] = {}
        for post, _text in self.posts:
            way = self._way(given, post)
            if way == VACANT:
                found[post] = Vacancy(because=given["because"], fill_by=given["fill_by"])
            elif way != STAYS:
                found[post] = Successor(person=UUID(way), acting=given["acting"])
        return found


def _name(post: UUID) -> str:
    return f"post_{post.hex}"
