"""The menu of those who keep accounts, posts, areas and rules; the law is open to everyone."""

from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.base.tree import depth
from anhuan.duty.certificate import READERS
from anhuan.kernel.access import Capability, Role
from anhuan.web.admin.pages import reader
from anhuan.web.parts.shapes import MenuItem

Text = str | Promise

KEEPERS: Final = (Capability.KEEP_ACCOUNTS,)
ERASERS: Final = (Capability.ERASE,)
ORGANISERS: Final = (Capability.KEEP_ORGANISATION,)
CERTIFICATE: Final = tuple(sorted(READERS))
ENTRIES: Final[tuple[tuple[Text, str, str, tuple[Capability, ...], tuple[str, ...]], ...]] = (
    (_("admin menu", "Accounts"), "accounts", "people", KEEPERS, ("account", "person")),
    (
        _("admin menu", "Posts"),
        "posts",
        "person",
        ORGANISERS,
        ("post", "unit", "appointment", "appoint", "handover", "leave"),
    ),
    (_("admin menu", "Areas"), "areas", "map", ORGANISERS, ("area",)),
    (
        _("admin menu", "Certificate"),
        "certificate",
        "shield-check",
        CERTIFICATE,
        ("responsible", "charge"),
    ),
    (_("admin menu", "Sponsors"), "bonds", "link-45deg", CERTIFICATE, ("bond",)),
    (_("admin menu", "Heads and fields"), "fields", "people", CERTIFICATE, ()),
    (_("admin menu", "Law and terms"), "rules", "journal-text", (), ("rule", "calendar")),
    (_("admin menu", "Checklists"), "checklists", "clipboard-check", (), ("checklist",)),
    (_("admin menu", "Roles"), "roles", "shield-check", (), ("role",)),
    (_("admin menu", "Messages"), "channels", "bell", KEEPERS, ("channel",)),
    (_("admin menu", "Suggestions"), "suggestions", "inbox", KEEPERS, ("suggestion",)),
    (_("admin menu", "Erasures"), "erasures", "trash", ERASERS, ("erasure",)),
    (_("admin menu", "Who opened what"), "disclosures", "eye", KEEPERS, ("disclosure",)),
)


def items(request: HttpRequest) -> list[MenuItem]:
    """Only what the reader may use; whoever has other work gets back to it in one step."""
    viewer = reader(request)
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    found = []
    if viewer.roles - {Role.ADMIN}:
        found.append(MenuItem(str(_("admin menu", "My work")), "/", "arrow-left"))
    for text, name, icon, wanted, within in ENTRIES:
        if wanted and not any(viewer.may(one) for one in wanted):
            continue
        if wanted is ERASERS and not any(depth(path) == 1 for path in viewer.areas):
            continue
        current = here == name or any(here == one or here.startswith(f"{one}-") for one in within)
        found.append(MenuItem(str(text), reverse(f"admin:{name}"), icon, None, current))
    return found
