"""The table of roles and capabilities: a mark where a role may, a blank where it may not."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.kernel.access import Capability, Role
from anhuan.rulebook.history import Entry
from anhuan.web.admin.words import CAPABILITIES, ROLES
from anhuan.web.parts.shapes import Column, Row, Table

MARK = "●"


def table(entries: Sequence[Entry]) -> Table:
    """Roles in the order of the kernel; the head of a column leads to its versions."""
    may = {entry.code: frozenset(entry.value) for entry in entries}
    columns = tuple(
        Column(str(ROLES[role]), sort_url=reverse("admin:rule", args=["capability", role.value]))
        for role in Role
        if role.value in may
    )
    rows = tuple(
        Row(
            one.value,
            (
                str(CAPABILITIES[one]),
                *(
                    MARK if one.value in may[role.value] else ""
                    for role in Role
                    if role.value in may
                ),
            ),
        )
        for one in Capability
    )
    heads = (Column(pgettext("admin", "May")), *columns)
    return Table(heads, rows, _("Roles and capabilities"), matrix=True)
