"""The first page: where the reader's posts lead."""

from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from anhuan.kernel.access import Role
from anhuan.web.parts.viewers import ViewerRequest

FIRST: Final = (
    ({Role.OFFICER, Role.APPROVER, Role.OFFICE, Role.GRID}, "desk:work"),
    ({Role.LEADER}, "lead:morning"),
    ({Role.FIRM_OFFICER, Role.FIRM_HEAD, Role.FIRM_WORKER}, "firm:todo"),
    ({Role.ADMIN}, "admin:accounts"),
)


DESK: Final = {Role.OFFICER, Role.APPROVER, Role.OFFICE, Role.GRID, Role.LEADER}


def home(request: HttpRequest) -> HttpResponse:
    """Somebody without a post sees the own account, where it says so."""
    roles = cast(ViewerRequest, request).viewer.roles
    for wanted, name in FIRST:
        if wanted & roles:
            return redirect(name)
    return redirect("account:me")


def go(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """A case or a task from a message: to the page of it that the reader's posts have."""
    roles = cast(ViewerRequest, request).viewer.roles
    if kind == "task":
        return redirect("desk:task", number)
    if roles & {Role.FIRM_OFFICER, Role.FIRM_HEAD} and not roles & DESK:
        return redirect("firm:case", number)
    return redirect("desk:case", number)
