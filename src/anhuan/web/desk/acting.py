"""The page of an act on something that has a number: its form, sent or shown, and what came of it.
Campaigns, matters and proceedings differ in what is asked, who may, and what is said then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from anhuan.kernel.refusal import Refusal
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.attempts import attempt
from anhuan.web.parts.ids import whole_number
from anhuan.web.parts.refusing import status_of
from anhuan.web.parts.toasts import tell


class Numbered(Protocol):
    """What an act left: the thing it was on, by its number."""

    @property
    def number(self) -> str: ...


Done = TypeVar("Done", bound=Numbered)
Given = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage(Generic[Done]):
    """One act as its page needs it. ``refusal``: why it is not open, asked only to show it;
    ``carry_out``: of what was typed and the version that was seen; ``home``: the name of the page
    that follows; ``context``: what ``template`` takes beside the form."""

    form: Callable[[Given], ActForm]
    refusal: Callable[[], Refusal | None]
    carry_out: Callable[[dict[str, Any], int | None], Done]
    said: Callable[[Done], str]
    home: str
    template: str
    context: Mapping[str, object]


def acted(request: HttpRequest, page: ActPage[Done]) -> HttpResponse:
    """The form of the act, or, once it was sent, the page that follows; what is refused stands in
    the form."""
    if request.method != "POST":
        form = page.form(None)
        refusal = page.refusal()
        if refusal is not None:
            form.refuse(refusal)
        return render(request, page.template, {**page.context, "form": form})
    form = page.form(request.POST)
    seen = whole_number(request.POST.get("version", ""))
    done = attempt(lambda: page.carry_out(form.given(), seen))
    if isinstance(done, Refusal):
        form.refuse(done)
        context = {**page.context, "form": form}
        return render(request, page.template, context, status=status_of(done))
    tell(request, page.said(done))
    return redirect(page.home, done.number)
