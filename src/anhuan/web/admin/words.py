"""Codes of the organisation and the rulebook as words, and why something was not saved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import pgettext_lazy as _

from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Capability, Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.types import CertificateKind, Disclosed, Standing
from anhuan.territory.types import Level, UnitKind
from anhuan.web.parts.formats import local

Text = str | Promise

ROLES: Final[Mapping[Role, Text]] = {
    Role.GRID: _("role", "Grid inspector"),
    Role.OFFICER: _("role", "Officer"),
    Role.APPROVER: _("role", "Approver"),
    Role.OFFICE: _("role", "Committee office"),
    Role.LEADER: _("role", "Leader"),
    Role.FIRM_OFFICER: _("role", "Safety officer of a firm"),
    Role.FIRM_HEAD: _("role", "Head of a firm"),
    Role.FIRM_WORKER: _("role", "Worker of a firm"),
    Role.ADMIN: _("role", "Administrator"),
}

CAPABILITIES: Final[Mapping[Capability, Text]] = {
    Capability.REPORT: _("capability", "Report and register"),
    Capability.VERIFY: _("capability", "Verify"),
    Capability.GRADE: _("capability", "Grade"),
    Capability.FIX_ON_SPOT: _("capability", "Fix on the spot"),
    Capability.ASSIGN: _("capability", "Assign"),
    Capability.CARRY_OUT: _("capability", "Carry out"),
    Capability.RECHECK: _("capability", "Re-check"),
    Capability.DECIDE_EXTENSION: _("capability", "Decide extensions"),
    Capability.CLOSE: _("capability", "Close"),
    Capability.SPOT_CHECK: _("capability", "Spot check"),
    Capability.VOID: _("capability", "Void"),
    Capability.HAND_OVER: _("capability", "Hand over"),
    Capability.LIST: _("capability", "List for supervision"),
    Capability.NOTE: _("capability", "Note"),
    Capability.REMIND: _("capability", "Remind"),
    Capability.REASSIGN: _("capability", "Reassign"),
    Capability.RECORD_FOR_FIRM: _("capability", "Record for a firm"),
    Capability.INSTRUCT: _("capability", "Instruct"),
    Capability.IMPORT: _("capability", "Import"),
    Capability.EXPORT: _("capability", "Export"),
    Capability.READ_REPORTER: _("capability", "Read the sealed reporter"),
    Capability.CALL_TO_ACCOUNT: _("capability", "Prepare accountability matters"),
    Capability.JUDGE: _("capability", "Decide accountability matters"),
    Capability.KEEP_SITES: _("capability", "Keep site files"),
    Capability.KEEP_OWN_POSTS: _("capability", "Keep the posts of one's own firm"),
    Capability.KEEP_ACCOUNTS: _("capability", "Keep accounts"),
    Capability.KEEP_ORGANISATION: _("capability", "Keep units and posts"),
    Capability.KEEP_RULES: _("capability", "Keep the rulebook"),
    Capability.KEEP_ROSTER: _("capability", "Keep the duty roster"),
    Capability.DECLARE_STATE: _("capability", "Declare a state of duty"),
    Capability.CALL_DUTY: _("capability", "Call units on duty"),
    Capability.ERASE: _("capability", "Erase personal data"),
}

LEVELS: Final[Mapping[Level, Text]] = {
    Level.PROVINCE: _("area level", "Province"),
    Level.CITY: _("area level", "City"),
    Level.COUNTY: _("area level", "County or district"),
    Level.STREET: _("area level", "Street or town"),
    Level.COMMUNITY: _("area level", "Community or village"),
    Level.CELL: _("area level", "Grid cell"),
}

UNIT_KINDS: Final[Mapping[UnitKind, Text]] = {
    UnitKind.COMMITTEE_OFFICE: _("unit kind", "Committee office"),
    UnitKind.GOVERNMENT: _("unit kind", "Government or party committee"),
    UnitKind.DEPARTMENT: _("unit kind", "Department"),
    UnitKind.STATION: _("unit kind", "Station"),
    UnitKind.COMMUNITY: _("unit kind", "Community or village"),
}

STANDINGS: Final[Mapping[Standing, Text]] = {
    Standing.OPEN: _("account", "Can sign in"),
    Standing.INVITED: _("account", "Invited"),
    Standing.NONE: _("account", "No account"),
    Standing.CLOSED: _("account", "Closed"),
}

CERTIFICATES: Final[Mapping[CertificateKind, Text]] = {
    CertificateKind.ENFORCEMENT: _("certificate", "Enforcement certificate"),
    CertificateKind.SUPERVISION: _("certificate", "Supervision certificate"),
}

DISCLOSED: Final[Mapping[Disclosed, Text]] = {
    Disclosed.OPENED: _("disclosure", "Opened"),
    Disclosed.EXPORTED: _("disclosure", "Exported"),
}

WHAT: Final[Mapping[str, Text]] = {
    "phone": _("disclosure", "telephone number"),
    "reporter": _("disclosure", "reporter"),
    "cases": _("disclosure", "cases"),
    "ledger": _("disclosure", "ledger"),
    "sites": _("disclosure", "site files"),
    "original": _("disclosure", "original file"),
}

_REASONS: Final[Mapping[str, Text]] = {
    "not-after-start": _("why", "The end has to be later than the start."),
    "circle": _("why", "That would close a circle: choose one that is not below it."),
    "not-below-parent": _("why", "The level has to be below that of the area above."),
    "not-of-this-body": _("why", "This role belongs to firms. Choose another."),
    "control-character": _("why", "It holds signs that cannot be stored. Type it anew."),
    "max_length": _("why", "Too long. Shorten it."),
    "blank": _("why", "Still empty. Fill it in."),
    "not-a-geometry": _("why", "This is no GeoJSON geometry. Save the area as GeoJSON anew."),
    "type": _("why", "Only Polygon and MultiPolygon bound an area. Draw it as one."),
    "shape": _("why", "The list of coordinates is not built as GeoJSON asks. Export it anew."),
    "not-one": _("why", "One file bounds one area: exactly one feature is needed."),
    "empty": _("why", "A ring has no points. Draw it anew."),
    "too-many-points": _("why", "More than 200,000 points. Simplify the line."),
    "not-finite": _("why", "A coordinate is no number. Export it anew."),
    "out-of-range": _("why", "A coordinate lies off the earth: degrees of WGS 84 are needed."),
    "ring-short": _("why", "A ring has fewer than four points. Draw it anew."),
    "ring-open": _("why", "A ring is not closed: its last point has to be its first."),
    "ring-flat": _("why", "A ring encloses nothing. Draw it anew."),
    "json": _("why", "The file is no JSON in UTF-8. Save it anew."),
    "changed": _("why", "The level differs from the one known here. Areas keep their level."),
    "moved": _("why", "It lies elsewhere in the tree here. Areas keep their place."),
    "not-yours": _("why", "It lies outside your areas. Leave the row out."),
    "unknown": _("why", "The area above is neither in the file nor here. Add it first."),
    "unknown-area": _("why", "There is no area of this code here. Import the area first."),
    "repeated": _("why", "The code stands in the file twice. Leave one."),
    "invalid": _("why", "It cannot be read. See the pattern in the file."),
    "missing": _("why", "Still empty. Fill it in."),
}

_REPEATED: Final[Mapping[str, Text]] = {
    "post": _("why", "Somebody holds the post then. End that first, or enter a stand-in."),
    "code": _("why", "There is an area of this code. Look for it in the tree."),
    "account": _("why", "That was done already. Reload the page."),
    "number": _("why", "A certificate of this number is registered. Check the number."),
}


def problem(code: str) -> str:
    """A row-level or field-level problem in words."""
    return str(_REASONS.get(code, _REASONS["invalid"]))


def reason(refusal: Refusal) -> str:
    """Why a form was not saved, and what to do."""
    code = str(refusal.facts.get("problem", ""))
    field = str(refusal.facts.get("field", "")) or next(iter(refusal.facts), "")
    if refusal.why is Why.REPEATED and field in _REPEATED:
        return str(_REPEATED[field])
    if refusal.why is Why.STALE:
        return __("Somebody changed it a moment ago. Read what stands there now, then save again.")
    if refusal.why is Why.MISSING:
        return problem("missing")
    if code in _REASONS:
        return problem(code)
    if refusal.why is Why.MALFORMED:
        return problem("not-after-start" if field == "valid_to" else "invalid")
    return sentence(refusal)


def where(refusal: Refusal) -> str:
    """The place of a fault in a geometry: “第 1 个面 · 第 1 圈 · 第 12 点”."""
    found: Any = refusal.facts.get("where") or ()
    return " · ".join(__("no. %(n)d") % {"n": one + 1} for one in found)


def day(at: datetime | date | None) -> str:
    """“2026-11-20”, of an instant the day in UTC+8."""
    if at is None:
        return ""
    return (day_of(at) if isinstance(at, datetime) else at).isoformat()


def moment(at: datetime) -> str:
    """“2026-11-20 08:42”, UTC+8: history needs the year."""
    return f"{local(at):%Y-%m-%d %H:%M}"
