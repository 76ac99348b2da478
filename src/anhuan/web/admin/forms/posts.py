"""A unit, a post, and somebody put into it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.access import Role
from anhuan.territory.establishment import AreaRow, PostRow, UnitRow
from anhuan.web.admin.dutywords import FIELDS
from anhuan.web.admin.forms.people import day_field
from anhuan.web.admin.words import LEVELS, ROLES, UNIT_KINDS

FIRM_ROLES = {Role.FIRM_OFFICER, Role.FIRM_HEAD, Role.FIRM_WORKER}
UNIT_ROLES = [role for role in Role if role not in FIRM_ROLES]


def indented(areas: Iterable[AreaRow]) -> list[tuple[str, str]]:
    """Areas to choose from, the tree as leading blanks."""
    rows = list(areas)
    least = min((len(row.path) for row in rows), default=4)
    return [
        (
            str(row.id),
            "\u3000" * ((len(row.path) - least) // 4) + f"{row.name} {LEVELS[row.level]}",
        )
        for row in rows
    ]


def _offer(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """What may be chosen, and what stands there now even if this keeper could not choose it."""
    field: Any = form.fields[name]
    now = str(form.initial.get(name) or "")
    known = {value for value, _text in choices}
    kept = [(now, _("admin", "as it is now (outside your reach)"))] if now not in known else []
    field.choices = [("", "—"), *(kept if now else []), *choices]


class VersionedForm(forms.Form):
    """Of something that is there: says which version of it was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class UnitForm(forms.Form):
    name = forms.CharField(label=_("admin", "Full name"), max_length=100)
    short = forms.CharField(
        label=_("admin", "Short name"),
        max_length=40,
        required=False,
        help_text=_("admin", "As it stands before a post: Fenglin station."),
    )
    kind = forms.ChoiceField(
        label=_("admin", "Kind"), choices=[(one.value, word) for one, word in UNIT_KINDS.items()]
    )
    parent = forms.ChoiceField(label=_("admin", "Belongs to"), required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("admin", "Competent for"),
        required=False,
        choices=[(one.value, word) for one, word in FIELDS.items()],
    )
    phone = forms.CharField(
        label=_("admin", "Telephone of the office"),
        max_length=32,
        required=False,
        help_text=_("admin", "Printed on boards and letters; of the office, not of a person."),
    )

    def __init__(self, *args: Any, units: Iterable[UnitRow], **more: Any) -> None:
        super().__init__(*args, **more)
        _offer(self, "parent", [(str(one.id), one.short) for one in units])


class NewUnitForm(UnitForm):
    area = forms.ChoiceField(
        label=_("admin", "Answers for"), help_text=_("admin", "Cannot be changed later.")
    )
    field_order = ("name", "short", "kind", "area", "parent", "fields_", "phone")

    def __init__(self, *args: Any, areas: Iterable[AreaRow], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["area"]
        chosen.choices = indented(areas)


class ChangeUnitForm(VersionedForm, UnitForm):
    active = forms.BooleanField(label=_("admin", "In being"), required=False)


class PostForm(forms.Form):
    title = forms.CharField(label=_("admin", "Title"), max_length=60)
    role = forms.ChoiceField(
        label=_("admin", "Role"),
        choices=[(role.value, ROLES[role]) for role in UNIT_ROLES],
        help_text=_("admin", "Decides what the holder may do: see the table of roles."),
    )
    area = forms.ChoiceField(
        label=_("admin", "Reaches"),
        required=False,
        help_text=_("admin", "Empty: the whole area of the unit."),
    )
    superior = forms.ChoiceField(
        label=_("admin", "Reports to"),
        required=False,
        help_text=_("admin", "What is late or left by a vacancy climbs there."),
    )
    rank = forms.IntegerField(
        label=_("admin", "Rank"),
        min_value=1,
        max_value=999,
        initial=50,
        help_text=_("admin", "The head has 1; higher numbers come after."),
    )

    def __init__(
        self, *args: Any, areas: Iterable[AreaRow], posts: Iterable[PostRow], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        _offer(self, "area", indented(areas))
        over = [(str(one.id), f"{one.unit_name} {one.title}") for one in posts]
        _offer(self, "superior", list(over))


class ChangePostForm(VersionedForm, PostForm):
    active = forms.BooleanField(label=_("admin", "In being"), required=False)


class SpanForm(forms.Form):
    since = day_field(_("admin", "From"), help_text=_("admin", "This day counts."))
    last = day_field(
        _("admin", "Last day"),
        required=False,
        help_text=_("admin", "Empty: until further notice."),
    )
    acting = forms.BooleanField(label=_("admin", "Only stands in"), required=False)
    basis = forms.CharField(label=_("admin", "By which document"), max_length=200, required=False)

    def clean_last(self) -> Any:
        last = self.cleaned_data.get("last")
        since = self.cleaned_data.get("since")
        if last is not None and since is not None and last < since:
            raise forms.ValidationError(gettext("The end has to be later than the start."))
        return last


class AppointForm(SpanForm):
    person = forms.ChoiceField(label=_("admin", "Who"), widget=forms.RadioSelect)
    field_order = ("person", "since", "last", "acting", "basis")

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["person"]
        chosen.choices = [(str(one), text) for one, text in people]


class EndForm(forms.Form):
    last = day_field(_("admin", "Last day in the post"))
    basis = forms.CharField(label=_("admin", "By which document"), max_length=200, required=False)


class LeaveForm(forms.Form):
    deputy = forms.ChoiceField(label=_("leave", "Who stands in"))
    since = day_field(_("leave", "First day away"))
    last = day_field(
        _("leave", "Last day away"),
        help_text=_("leave", "The day after, the post is with its holder again by itself."),
    )
    because = forms.CharField(label=_("leave", "Why"), max_length=200)

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["deputy"]
        named = [(str(person), text) for person, text in people]
        chosen.choices = [("", gettext("Choose …")), *named]

    def clean_last(self) -> Any:
        last, since = self.cleaned_data.get("last"), self.cleaned_data.get("since")
        if last is not None and since is not None and last < since:
            raise forms.ValidationError(gettext("The end has to be later than the start."))
        return last
