"""有困难: more time, a word to the officer, or a call. It is no refusal of the order."""

from dataclasses import dataclass

from django.urls import reverse

from anhuan.cases import queries
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.territory.queries import holders
from anhuan.web.firm.casefile import own_file
from anhuan.web.firm.words import holder_part
from anhuan.web.parts.shapes import PersonPost


@dataclass(frozen=True, slots=True)
class Trouble:
    number: str
    title: str
    extend: str
    """The address of the form; empty when more time cannot be asked for now."""
    why_not: str
    note: str
    officer: PersonPost | None
    call: str
    phone: str


def trouble(viewer: Viewer, number: str) -> Trouble:
    file = own_file(viewer, number)
    choices = queries.choices_of(viewer, file.case)
    post = file.case.officer_post
    held = holders([post] if post else [], at=viewer.at).get(post) if post else None
    known = held if held and held.person else None
    extend, note = choices[Action.REQUEST_EXTENSION], choices[Action.NOTE]
    version = f"?version={file.case.version}"
    return Trouble(
        number=file.number,
        title=file.description,
        extend=_url(number, Action.REQUEST_EXTENSION) + version if extend is None else "",
        why_not=sentence(extend) if extend is not None else "",
        note=_url(number, Action.NOTE) + version if note is None else "",
        officer=holder_part(known) if known else None,
        call=reverse("firm:call", args=[known.post]) if known and known.phone_masked else "",
        phone=known.phone_masked if known else "",
    )


def _url(number: str, action: Action) -> str:
    return reverse("firm:act", args=[number, action.value])
