"""What is wrong with a request as such, before anything is decided: one sentence for each."""

from collections.abc import Mapping
from enum import StrEnum, unique
from http import HTTPStatus
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@unique
class Fault(StrEnum):
    """Codes that are never renamed, beside those of the kernel's ``Why``."""

    SIGN_IN = "sign-in"
    SCOPE = "scope"
    UNKNOWN_PATH = "unknown-path"
    METHOD = "method"
    TOO_LARGE = "too-large"
    CONTENT_TYPE = "content-type"
    JSON = "json"
    UNREADABLE = "unreadable"
    DEVICE_ENDED = "device-ended"
    BUSY = "busy"
    BROKEN = "broken"


STATUS: Final[Mapping[Fault, HTTPStatus]] = {
    Fault.SIGN_IN: HTTPStatus.UNAUTHORIZED,
    Fault.SCOPE: HTTPStatus.FORBIDDEN,
    Fault.UNKNOWN_PATH: HTTPStatus.NOT_FOUND,
    Fault.METHOD: HTTPStatus.METHOD_NOT_ALLOWED,
    Fault.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Fault.CONTENT_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Fault.JSON: HTTPStatus.BAD_REQUEST,
    Fault.UNREADABLE: HTTPStatus.BAD_REQUEST,
    Fault.DEVICE_ENDED: HTTPStatus.UNAUTHORIZED,
    Fault.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
}

SENTENCES: Final[Mapping[Fault, Text]] = {
    Fault.SIGN_IN: _(
        "No valid key came with this request. Send “Authorization: Bearer …” with a key from "
        "your account page."
    ),
    Fault.SCOPE: _("This key was given out for something else. Use one with the scope it takes."),
    Fault.UNKNOWN_PATH: _("There is nothing at this address. See /api/v1/openapi.json."),
    Fault.METHOD: _("This address does not take that method. See the Allow header."),
    Fault.TOO_LARGE: _("This is more than may be sent at once. Send less."),
    Fault.CONTENT_TYPE: _("This content type is not taken here. Send application/json."),
    Fault.JSON: _("This is not valid JSON in UTF-8. Put it right and send again."),
    Fault.UNREADABLE: _("The request broke off or cannot be read. Send it again."),
    Fault.DEVICE_ENDED: _(
        "This device is no longer enrolled. Sign in on it and enrol it again to go on."
    ),
    Fault.BUSY: _("The database is busy. Send it again in a moment, under the same key."),
    Fault.BROKEN: _("Something went wrong here, and it has been noted. Try again later."),
}
