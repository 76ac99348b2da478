"""Forms of the ledger: all filters and columns, a saved view, one date for many."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from anhuan.cases.asking import COLUMNS, FIXED, LAST_LEVEL, LONGEST_QUERY, Asked
from anhuan.cases.services.saved import LONGEST_NAME
from anhuan.cases.types import Sort
from anhuan.cases.words.inputs import (
    DOMAIN_CHOICES,
    GRADE_CHOICES,
    KIND_CHOICES,
    SOURCE_CHOICES,
)
from anhuan.kernel.case import State
from anhuan.kernel.inputs import LONGEST, Type
from anhuan.web.desk.sieve import state_word
from anhuan.web.desk.words import COLUMN_HEADS, SORT_WORDS

ANY: Final = ("", _("any"))
TICKS: Final = forms.CheckboxSelectMultiple


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _states() -> list[tuple[str, str]]:
    return [(state.value, state_word(state)) for state in State if state is not State.NEW]


def _levels() -> list[tuple[str, Any]]:
    return [ANY, *((str(n), _("level %(n)d or higher") % {"n": n}) for n in range(1, LAST_LEVEL))]


def _columns() -> list[tuple[str, Any]]:
    return [(name, COLUMN_HEADS[name]) for name in COLUMNS if name not in FIXED]


class MoreForm(forms.Form):
    """The whole question; its field names are those of the address, which the ledger reads.

    Nothing has to be filled in, and where that goes for all, no field says so.
    """

    q = forms.CharField(label=_("Words"), max_length=LONGEST_QUERY)
    open = forms.ChoiceField(
        label=_("Open or ended"),
        choices=[("any", _("any")), ("1", _("open only")), ("0", _("ended only"))],
    )
    state = forms.MultipleChoiceField(label=_("States"), choices=_states, widget=TICKS)
    kind = forms.MultipleChoiceField(
        label=_("Kinds"), choices=[*KIND_CHOICES.items()], widget=TICKS
    )
    domain = forms.MultipleChoiceField(
        label=_("Fields of work"), choices=[*DOMAIN_CHOICES.items()], widget=TICKS
    )
    grade = forms.ChoiceField(label=_("Grade"), choices=[ANY, *GRADE_CHOICES.items()])
    source = forms.MultipleChoiceField(
        label=_("Sources"), choices=[*SOURCE_CHOICES.items()], widget=TICKS
    )
    found_from = forms.DateField(label=_("Found on or after"), widget=Day())
    found_to = forms.DateField(label=_("Found on or before"), widget=Day())
    round = forms.ChoiceField(
        label=_("Rounds"), choices=[ANY, ("2", _("second or later")), ("3", _("third or later"))]
    )
    supervision = forms.ChoiceField(label=_("Supervision level"), choices=_levels)
    overdue = forms.BooleanField(label=_("Overdue only"))
    listed = forms.BooleanField(label=_("Listed only"))
    relapsed = forms.BooleanField(label=_("Relapsed only"))
    watched = forms.BooleanField(label=_("Watched by me only"))
    sort = forms.ChoiceField(
        label=_("Order"), choices=[(sort.value, SORT_WORDS[sort]) for sort in Sort]
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=_columns,
        widget=TICKS,
        help_text=_("Deadline and number always stand."),
    )
    # Kept from the address as they are: they are chosen in the bar.
    area = forms.CharField(widget=forms.HiddenInput)
    department = forms.CharField(widget=forms.HiddenInput)
    ball = forms.CharField(widget=forms.HiddenInput)
    mine = forms.CharField(widget=forms.HiddenInput)
    waiting = forms.CharField(widget=forms.HiddenInput)
    within = forms.CharField(widget=forms.HiddenInput)
    site = forms.CharField(widget=forms.HiddenInput)
    unit = forms.CharField(widget=forms.HiddenInput)
    ball_post = forms.CharField(widget=forms.HiddenInput)
    overdue_since = forms.CharField(widget=forms.HiddenInput)
    returned_since = forms.CharField(widget=forms.HiddenInput)

    use_required_attribute = False

    @classmethod
    def of(cls, asked: Asked) -> "MoreForm":
        now = asked.filters
        standing = {None: "any", True: "1", False: "0"}
        return cls(
            initial={
                "q": now.query,
                "open": standing[now.open],
                "state": sorted(now.states),
                "kind": sorted(now.kinds),
                "domain": sorted(now.domains),
                "grade": now.grade,
                "source": sorted(now.sources),
                "found_from": now.found_from,
                "found_to": now.found_to,
                "round": str(now.round_from or ""),
                "supervision": str(now.supervision_from or ""),
                "overdue": now.overdue,
                "listed": now.listed,
                "relapsed": now.relapsed,
                "watched": now.watched,
                "sort": asked.sort.value,
                "columns": list(asked.columns),
                "area": now.area or "",
                "department": now.department or "",
                "ball": now.ball_side,
                "mine": "1" if now.mine else "",
                "waiting": "1" if now.waiting else "",
                "within": "" if now.due_within is None else now.due_within,
                "site": now.site or "",
                "unit": now.unit or "",
                "ball_post": now.ball_post or "",
                "overdue_since": now.overdue_since or "",
                "returned_since": now.returned_since or "",
            }
        )


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=LONGEST_NAME)
    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=_columns, widget=TICKS, required=False
    )


class NameForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=LONGEST_NAME)


class AssignForm(forms.Form):
    """What is the same for all: the date and, if there is one, the requirement."""

    due_on = forms.DateField(label=_("To be done by"), widget=Day())
    requirement = forms.CharField(
        label=_("Requirement"),
        max_length=LONGEST[Type.TEXT],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
