"""What the views here share: who reads, forms with what was refused, days from a query string."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.admin.words import reason, where
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.viewers import ViewerRequest

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Saved(Generic[Result]):
    """What a write gave; falsy when it was refused and the form says why."""

    ok: bool
    value: Result | None = None

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form: the sentence above it, its verb, where “back” leads."""

    title: str
    verb: str
    back: str
    about: str = ""
    effect: str = ""


def reader(request: HttpRequest) -> Viewer:
    return cast(ViewerRequest, request).viewer


def show(request: HttpRequest, template: str, /, **context: Any) -> HttpResponse:
    return render(request, f"admin/{template}.html", context)


def show_form(request: HttpRequest, form: forms.Form, page: FormPage, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "words": page, **more}
    return render(request, "admin/form.html", context, status=status)


def save(
    form: forms.Form,
    write: Callable[[], Result],
    *,
    now: Callable[[], tuple[int, Mapping[str, Any]]] | None = None,
) -> Saved[Result]:
    """Do it; a refusal lands at its field. What nobody here can put right by typing goes on to
    the error page.

    ``now``: version and values that stand there, asked for when somebody was faster; the form
    then says what they are, keeps what was typed, and takes that version as seen.
    """
    found = attempt(write)
    if not isinstance(found, Refusal):
        return Saved(True, found)
    if found.why in {Why.NOT_VISIBLE, Why.WRONG_ROLE}:
        raise found
    if found.why is Why.STALE and now is not None:
        _renew(form, *now())
    fields = cast("tuple[str, ...]", found.facts.get("fields", ()))
    name = str(found.facts.get("field", "") or next(iter(fields), ""))
    text = " ".join(part for part in (reason(found), where(found)) if part)
    form.add_error(name if name in form.fields else None, text)
    return Saved(False)


def _renew(form: forms.Form, version: int, values: Mapping[str, Any]) -> None:
    given: Any = form.data
    data = given.copy()
    data["version"] = str(version)
    form.data = data
    for name, value in values.items():
        if name in form.fields and str(form.cleaned_data.get(name)) != str(value):
            form.add_error(name, _("Now it says: %(value)s") % {"value": value or "—"})


def start_of(day: date) -> datetime:
    """The first instant of a day in UTC+8."""
    return end_of_day(date.fromordinal(day.toordinal() - 1))


def chosen_day(request: HttpRequest, viewer: Viewer) -> tuple[date, datetime, bool]:
    """The day of ``?on=``, the instant it stands for, and whether it is today; a day that does
    not exist, and one to come, is today."""
    today = day_of(viewer.at)
    found = _day(request.GET.get("on", ""))
    if found is None or found >= today:
        return today, viewer.at, True
    return found, end_of_day(found) - timedelta(seconds=1), False


def _day(text: str) -> date | None:
    parsed = attempt_day(text)
    return parsed if parsed is not None and parsed.year >= 1949 else None


def attempt_day(text: str) -> date | None:
    field = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    found: date | None = _clean(field, text)
    return found


def chosen_id(request: HttpRequest, name: str) -> UUID | None:
    """The identifier in the query string, ``None`` for one that cannot be one."""
    found: UUID | None = _clean(forms.UUIDField(required=False), request.GET.get(name, ""))
    return found


def _clean(field: forms.Field, text: str) -> Any:
    try:
        return field.clean(text)
    except forms.ValidationError:
        return None
