"""Words of the work list and the ledger."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.types import Sort
from anhuan.web.parts.shapes import CellPlace

Text = str | Promise

DUE_ACTS: Final[Mapping[str, Text]] = {
    "verify": _("due act", "Check"),
    "grade": _("due act", "Grade"),
    "assign": _("due act", "Assign"),
    "sign_for": _("due act", "Sign"),
    "plan": _("due act", "Plan"),
    "set_due": _("due act", "Set a date"),
    "submit": _("due act", "Fix"),
    "grant_extension": _("due act", "Decide on more time"),
    "pass": _("due act", "Recheck"),
    "close": _("due act", "Close"),
    "accept_handover": _("due act", "Take over"),
    "consent_void": _("due act", "Decide on voiding"),
    "confirm_downgrade": _("due act", "Decide on the grade"),
    "report_progress": _("due act", "Report progress"),
    "spot_check": _("due act", "Spot check"),
}
"""What is due, in one word, as a list says it."""

DUE_BUTTONS: Final[Mapping[str, Text]] = {
    "verify": _("due button", "Enter the check"),
    "submit": _("due button", "Report it done"),
    "grant_extension": _("due button", "See the request"),
    "pass": _("due button", "Enter recheck"),
    "accept_handover": _("due button", "See the handover"),
    "consent_void": _("due button", "See the request"),
    "confirm_downgrade": _("due button", "See the proposal"),
    "report_progress": _("due button", "Enter progress"),
}
"""The verb on the button where it is not the act itself."""

ANSWERS: Final[Mapping[str, Text]] = {
    "close": _("answer", "closed"),
    "spot_check": _("answer", "checked on site: truly fixed"),
    "dismiss": _("answer", "not upheld"),
    "relapse": _("answer", "came back, opened anew"),
}

COLUMN_HEADS: Final[Mapping[str, Text]] = {
    "due": _("column", "Deadline (working days)"),
    "number": _("column", "Number"),
    "site_name": _("column", "Firm or place"),
    "description": _("column", "Problem"),
    "state": _("column", "State"),
    "ball": _("column", "With whom the ball is"),
    "street": _("column", "Area"),
    "source": _("column", "Source"),
    "kind": _("column", "Kind"),
    "domain": _("column", "Field"),
    "grade": _("column", "Grade"),
    "found_on": _("column", "Found on"),
    "due_on": _("column", "To be fixed by"),
    "round": _("column", "Round"),
    "listed": _("column", "Listed"),
    "supervision": _("column", "Supervision level"),
}

COLUMN_PLACES: Final[Mapping[str, CellPlace]] = {
    "due": "due",
    "state": "state",
    "site_name": "firm",
    "description": "problem",
    "ball": "ball",
}

SORT_WORDS: Final[Mapping[Sort, Text]] = {
    Sort.DUE: _("sort", "Deadline, earliest first"),
    Sort.NEWEST: _("sort", "Entered, newest first"),
    Sort.FOUND: _("sort", "Found, newest first"),
    Sort.NUMBER: _("sort", "Number"),
}

VIEW_NAMES: Final[Mapping[str, Text]] = {
    "open": _("view", "All open"),
    "overdue": _("view", "Overdue"),
    "week": _("view", "Due within 7 days"),
    "major": _("view", "Major hazards"),
    "mine": _("view", "Waiting for me"),
    "relapsed": _("view", "Relapsed"),
    "watched": _("view", "I watch"),
}

FILTER_LABELS: Final[Mapping[str, Text]] = {
    "area": _("filter", "Area"),
    "open": _("filter", "State"),
    "states": _("filter", "State"),
    "kinds": _("filter", "Kind"),
    "domains": _("filter", "Field"),
    "grade": _("filter", "Grade"),
    "sources": _("filter", "Source"),
    "department": _("filter", "Department"),
    "ball_side": _("filter", "Ball with"),
    "ball_post": _("filter", "Ball with"),
    "mine": _("filter", "Ball with"),
    "waiting": _("filter", "Ball with"),
    "watched": _("filter", "Watching"),
    "overdue": _("filter", "Deadline"),
    "due_within": _("filter", "Deadline"),
    "found_from": _("filter", "Found from"),
    "found_to": _("filter", "Found to"),
    "listed": _("filter", "Listing"),
    "relapsed": _("filter", "Relapse"),
    "round_from": _("filter", "Round"),
    "supervision_from": _("filter", "Supervision level"),
    "overdue_since": _("filter", "Overdue since"),
    "returned_since": _("filter", "Recheck failed since"),
    "query": _("filter", "Text"),
    "site": _("filter", "Firm or place"),
    "unit": _("filter", "Unit in charge"),
}

FLAG_VALUES: Final[Mapping[str, Text]] = {
    "mine": _("filter value", "me"),
    "waiting": _("filter value", "others, of mine"),
    "watched": _("filter value", "I watch"),
    "overdue": _("filter value", "overdue"),
    "listed": _("filter value", "listed only"),
    "relapsed": _("filter value", "relapsed only"),
}
SIDES: Final[Mapping[str, Text]] = {
    "firm": _("filter value", "firm"),
    "government": _("filter value", "government"),
}
STANDING: Final[Mapping[bool, Text]] = {
    True: _("filter value", "open"),
    False: _("filter value", "ended"),
}
