"""The words of a dossier: its fields, and what may be chosen in them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.sites.types import Operation, Standing, Subject

LABELS: Final[Mapping[str, Promise]] = {
    "name": _("site", "Full name"),
    "short": _("site", "Short name"),
    "former_names": _("site", "Former names"),
    "subject": _("site", "What it is"),
    "code": _("site", "Credit code"),
    "code_missing": _("site", "Why there is no code"),
    "registered_address": _("site", "Registered address"),
    "address": _("site", "Where it works"),
    "lon": _("site", "Longitude"),
    "lat": _("site", "Latitude"),
    "area": _("site", "Area"),
    "founded_on": _("site", "Founded on"),
    "industry": _("site", "Industry (GB/T 4754)"),
    "tags": _("site", "Tags"),
    "risk": _("site", "Risk"),
    "supervision_class": _("site", "Class of supervision"),
    "safety_department": _("site", "Department for safety"),
    "environment_department": _("site", "Department for the environment"),
    "employees": _("site", "Employees"),
    "employees_peak": _("site", "Employees at most"),
    "duty_phone": _("site", "Telephone on duty"),
    "operation": _("site", "Operation"),
    "has_department": _("site", "Safety department"),
    "full_time_staff": _("site", "Full-time safety staff"),
    "has_director": _("site", "Safety director"),
    "has_committee": _("site", "Safety committee"),
    "registered_engineers": _("site", "Registered safety engineers"),
    "insurance_number": _("site", "Liability insurance"),
    "insurance_until": _("site", "Insured until"),
    "standard_level": _("site", "Level of standardisation"),
    "standard_until": _("site", "Standardised until"),
    "self_score": _("site", "Own score"),
    "operation_since": _("site", "Since"),
    "field": _("site", "Which entry"),
    "source": _("site", "Where it comes from"),
    "verified_on": _("site", "Checked on"),
}
# What may be vouched for: every entry that the pages show.
VOUCHED: Final = frozenset(LABELS) - {"operation_since", "field", "source", "verified_on"}
SUBJECTS: Final[Mapping[Subject, Promise]] = {
    Subject.ENTERPRISE: _("subject", "Enterprise"),
    Subject.INDIVIDUAL: _("subject", "Individual business"),
    Subject.CONSTRUCTION: _("subject", "Construction site"),
    Subject.YARD: _("subject", "Yard"),
    Subject.INSTITUTION: _("subject", "Institution"),
}
OPERATIONS: Final[Mapping[Operation, Promise]] = {
    Operation.OPERATING: _("operation", "Operating"),
    Operation.STOPPED: _("operation", "Stopped"),
    Operation.CLOSED: _("operation", "Closed down"),
    Operation.MOVED: _("operation", "Moved away"),
}
RISKS: Final[Mapping[str, Promise]] = {
    "major": _("risk", "Major"),
    "larger": _("risk", "Larger"),
    "general": _("risk", "General"),
    "low": _("risk", "Low"),
}
STANDINGS: Final[Mapping[Standing, Promise]] = {
    Standing.MISSING: _("standing", "missing"),
    Standing.EXPIRED: _("standing", "check has expired"),
    Standing.UNVERIFIED: _("standing", "not verified"),
    Standing.GOOD: _("standing", "good"),
}
