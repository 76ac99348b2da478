"""Sentences that more than one page of the account says."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anhuan.people.types import Code, CodeState, Entrance


def not_in(entrance: Entrance) -> str:
    """Why somebody is not in. Says nothing about whether the username exists."""
    if entrance.locked_until is not None:
        return wait_until(entrance.locked_until)
    return _("Username and password do not match. Check both and try again.")


def wrong_second(entrance: Entrance) -> str:
    if entrance.locked_until is not None:
        return wait_until(entrance.locked_until)
    return _("This code does not fit or was used already. Wait for the next one.")


def wrong_current(entrance: Entrance) -> str:
    if entrance.locked_until is not None:
        return wait_until(entrance.locked_until)
    return _("This is not your present password. Nothing was changed.")


def bad_code(code: Code) -> str:
    if code.locked_until is not None:
        return wait_until(code.locked_until)
    if code.state == CodeState.USED:
        return _("This code was used already. Ask for a new one.")
    if code.state == CodeState.EXPIRED:
        return _("This code is over. Ask for a new one.")
    return _("There is no such code. Check it, or ask for a new one.")


def wait_until(until: datetime) -> str:
    clock = date_format(localtime(until), "H:i")
    return _("Too many attempts. Try again after %(time)s, or ask your administrator.") % {
        "time": clock
    }
