"""What a device is asked by command: its time, its intervals, what it stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.telemetry.queries import orders
from anhuan.telemetry.types import OrderRow, Standing, StationRow
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.formats import local, moment_text

COMMANDS: Final[Mapping[str, Promise]] = {
    "2061": pgettext_lazy("command", "Send hours again"),
    "2051": pgettext_lazy("command", "Send minutes again"),
    "2031": pgettext_lazy("command", "Send days again"),
    "2041": pgettext_lazy("command", "Send run hours again"),
    "1011": pgettext_lazy("command", "Tell its time"),
    "1012": pgettext_lazy("command", "Take our time"),
    "1061": pgettext_lazy("command", "Tell how often it sends instant values"),
    "1062": pgettext_lazy("command", "Send instant values every … seconds"),
    "1063": pgettext_lazy("command", "Tell over how long it takes minutes"),
    "1064": pgettext_lazy("command", "Take minutes over … minutes"),
    "2011": pgettext_lazy("command", "Begin to send instant values"),
    "2012": pgettext_lazy("command", "Stop sending instant values"),
}
STANDINGS: Final[Mapping[Standing, Promise]] = {
    Standing.WAITING: pgettext_lazy("order", "waits until it connects"),
    Standing.SENT: pgettext_lazy("order", "sent, no answer yet"),
    Standing.DONE: pgettext_lazy("order", "done"),
    Standing.REFUSED: pgettext_lazy("order", "refused by the device"),
    Standing.FAILED: pgettext_lazy("order", "not carried out"),
    Standing.SILENT: pgettext_lazy("order", "no answer"),
    Standing.LAPSED: pgettext_lazy("order", "lapsed, it did not connect"),
}
HISTORIES: Final = ("2061", "2051", "2031", "2041")
NUMBERS: Final[Mapping[str, str]] = {"1062": "RtdInterval", "1064": "MinInterval"}
"""The name of the number that goes with a command."""
TIMES: Final[Mapping[str, str]] = {"since": "BeginTime", "until": "EndTime"}
_TYPED: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})")
_LONGEST: Final = 200
SHOWN: Final = 8


class AskForm(ActForm):
    """What the device cannot be told stands at the field it was typed in."""

    def refuse(self, refusal: Refusal) -> None:
        if refusal.why is Why.MALFORMED and refusal.facts.get("field") == "details":
            command = str(self.data.get("command", ""))
            self.add_error(
                "number" if command in NUMBERS else "since",
                _("30 to 3,600 seconds; minutes are 1 to 6, 10, 12, 15, 20 or 30.")
                if command in NUMBERS
                else _("No such stretch of time."),
            )
        elif refusal.why is Why.REPEATED:
            self.add_error(None, _("Too much waits for this device already."))
        else:
            super().refuse(refusal)


def ask_form(data: Mapping[str, Any] | None = None) -> AskForm:
    form = AskForm(data)
    choices = [("", f"— {_('choose')} —"), *((code, str(word)) for code, word in COMMANDS.items())]
    command = forms.CharField(widget=forms.Select(choices=choices))
    command.label = pgettext("order", "What it is to do")
    form.fields["command"] = command
    for name, label in (
        ("since", pgettext("order", "From the period that began at")),
        ("until", pgettext("order", "To the period that began at")),
    ):
        field = forms.CharField(
            required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
        )
        field.label = label
        form.fields[name] = field
    form.fields["since"].help_text = _("Only where it is to send again.")
    number = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"maxlength": 5, "inputmode": "numeric"})
    )
    number.label = pgettext("order", "Seconds or minutes")
    number.help_text = _("Only where an interval is changed.")
    form.fields["number"] = number
    return form


def asked(form: AskForm) -> tuple[str, dict[str, str]]:
    """The command that was typed with what goes with it. Refuses ``MISSING``, ``MALFORMED``."""
    typed = {name: str(form.data.get(name, "")).strip() for name in form.fields}
    command = typed["command"]
    if not command:
        raise Refusal(Why.MISSING, fields=("command",))
    wanted = list(TIMES) if command in HISTORIES else ["number"] if command in NUMBERS else []
    missing = tuple(name for name in wanted if not typed[name])
    if missing:
        raise Refusal(Why.MISSING, fields=missing)
    if command in NUMBERS:
        return command, {NUMBERS[command]: typed["number"]}
    return command, {TIMES[name]: _stamp(name, typed[name]) for name in wanted}


def _stamp(name: str, text: str) -> str:
    found = _TYPED.fullmatch(text)
    if found is None:
        raise Refusal(Why.MALFORMED, field=name, problem="date")
    return "".join(found.groups()) + "00"


@dataclass(frozen=True, slots=True)
class Asked:
    """``told``: when, how far it is, what the device answered."""

    what: str
    told: str


def asked_of(viewer: Viewer, row: StationRow) -> tuple[Asked, ...]:
    """What a station was asked lately, the last first."""
    year = local(viewer.at).year
    return tuple(_asked(one, year) for one in orders(viewer, station=row.id, limit=SHOWN))


def _asked(one: OrderRow, year: int) -> Asked:
    when = moment_text(one.asked_at, year=year)
    told = (when, str(STANDINGS[one.standing]), _answer(one))
    return Asked(_what(one), " · ".join(filter(None, told)))


def _what(one: OrderRow) -> str:
    word = str(COMMANDS.get(one.command, one.command))
    details = one.details
    if one.command in HISTORIES:
        first, last = (_shown(details.get(name, "")) for name in TIMES.values())
        return f"{word} {first} – {last}"
    number = details.get(NUMBERS.get(one.command, ""), "")
    return word.replace("…", number) if number else word


def _shown(stamp: str) -> str:
    return f"{stamp[4:6]}-{stamp[6:8]} {stamp[8:10]}:{stamp[10:12]}"


def _answer(one: OrderRow) -> str:
    """What it said in words of the standard; of many data areas their number."""
    if len(one.answers) > 1:
        return pgettext("order", "%(n)d frames") % {"n": len(one.answers)}
    codes = [f"QnRtn={one.taken}" if one.taken not in (None, 1) else ""]
    codes.append(f"ExeRtn={one.executed}" if one.executed not in (None, 1) else "")
    told = " ".join(filter(None, (*one.answers, *codes)))
    return told[:_LONGEST]
