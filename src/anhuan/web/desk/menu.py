"""The menu of the desk: what is built, with how much needs the reader."""

from collections.abc import Callable, Mapping
from typing import Final, cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.accountability.queries import sees_matters
from anhuan.cases.queries import count
from anhuan.cases.types import Filters
from anhuan.duty.certificate import reads_certificate
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.obligations.queries import how_many_due
from anhuan.territory.queries import holders
from anhuan.web.desk.sieve import total_text
from anhuan.web.parts.shapes import MenuItem, PersonPost
from anhuan.web.parts.viewers import ViewerRequest

Text = str | Promise
WITHIN_CAMPAIGNS: Final = (
    *("campaign", "campaign-begin", "campaign-choose", "campaign-new", "campaign-list"),
    *("campaign-act", "check", "check-act", "plans"),
)
WITHIN_STATIONS: Final = ("station", "strangers", "stranger-adopt")
WITHIN_LEDGER: Final = (
    *("views", "remind", "assign", "export-progress"),
    *("case", "act", "new", "sheet", "reporter"),
)
WITHIN_HAZARDS: Final = ("hazard", "site-hazards")
ENTRIES: Final[tuple[tuple[Text, str, str, tuple[str, ...]], ...]] = (
    (_("menu", "My work"), "desk:work", "inbox", ()),
    (_("menu", "On the phone"), "field:shell", "phone", ()),
    (_("menu", "My duties"), "desk:duties", "list-check", ()),
    (_("menu", "Duty roster"), "desk:roster", "calendar3", ()),
    (_("menu", "Ledger"), "desk:ledger", "table", WITHIN_LEDGER),
    (_("menu", "Tasks"), "desk:tasks", "list-check", ("task",)),
    (_("menu", "Daily sheets"), "desk:judgements", "journal-text", ("judgement",)),
    (_("menu", "Documents from above"), "desk:breakdowns", "file-earmark-text", ("breakdown",)),
    (_("menu", "Campaigns and plans"), "desk:campaigns", "calendar2-plus", WITHIN_CAMPAIGNS),
    (_("menu", "Map of duty"), "desk:map", "map", ()),
    (_("menu", "Firms and places"), "desk:sites", "building", ("site",)),
    (_("menu", "Stations"), "desk:stations", "bar-chart", WITHIN_STATIONS),
    (_("menu", "Alarms"), "desk:alarms", "bell", ("alarm",)),
    (_("menu", "Sponsors"), "desk:sponsored", "link-45deg", ("visit",)),
    (_("menu", "Visits"), "desk:visits", "clipboard-check", ()),
    (_("menu", "Registers"), "desk:registers", "file-earmark-text", ()),
    (_("menu", "Permits"), "desk:permits", "patch-check", ("permit",)),
    (_("menu", "Hazard sources"), "desk:hazards", "flag", WITHIN_HAZARDS),
    (_("menu", "Letters to firms"), "desk:circulars", "send", ("circular",)),
    (_("menu", "Accountability"), "desk:matters", "clipboard-check", ("matter",)),
    (_("menu", "Interviews and vetoes"), "desk:proceedings", "people", ("proceeding",)),
    (_("menu", "Certificate"), "admin:certificate", "shield-check", ()),
    (_("menu", "Air"), "desk:air", "cloud-haze", ()),
    (_("menu", "Import and export"), "desk:import", "box-arrow-in-down", ()),
    (_("menu", "Rules and terms"), "admin:rules", "journal-text", ()),
)
SHEET_ROLES: Final = frozenset({Role.LEADER, Role.OFFICE, Role.APPROVER, Role.OFFICER})

WHO: Final[Mapping[str, Callable[[Viewer], bool]]] = {
    "field:shell": lambda viewer: bool(viewer.units) and viewer.may(Capability.REPORT),
    "desk:roster": lambda viewer: bool(viewer.units),
    "desk:campaigns": lambda viewer: bool(viewer.units),
    "desk:judgements": lambda viewer: bool(viewer.roles & SHEET_ROLES),
    "desk:registers": lambda viewer: bool(viewer.units),
    "desk:matters": sees_matters,
    "desk:proceedings": sees_matters,
    "desk:sponsored": reads_certificate,
    "desk:air": lambda viewer: bool(viewer.units),
    "admin:certificate": reads_certificate,
}
"""Entries that are not everybody's."""


def items(request: HttpRequest) -> list[MenuItem]:
    """Pages that do not exist are not listed; counts mean “needs you” or “in your remit”."""
    viewer = cast(ViewerRequest, request).viewer
    counts = {
        "desk:work": str(how_many_due(viewer)),
        "desk:ledger": total_text(count(viewer, Filters(open=True))),
    }
    here = _here(request)
    found = []
    for text, name, icon, within in ENTRIES:
        if name in WHO and not WHO[name](viewer):
            continue
        url = _address(name)
        if url:
            own = name.removeprefix("desk:")
            current = here == own or here.startswith(f"{own}-") or here in within
            found.append(MenuItem(str(text), url, icon, counts.get(name), current))
    return found


def who(request: HttpRequest) -> PersonPost:
    """The reader with the first post held, the unit before it."""
    viewer = cast(ViewerRequest, request).viewer
    held = holders([viewer.seats[0].post], at=viewer.at) if viewer.seats else {}
    post = next(iter(held.values()), None)
    where = " ".join(part for part in (post.unit_name, post.title) if part) if post else ""
    return PersonPost(viewer.name, where, f"{viewer.name} {where}")


def _here(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
