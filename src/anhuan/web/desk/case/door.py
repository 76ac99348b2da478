"""The form by which a case comes in: few fields, filled as far as the reader's post says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from anhuan.cases import queries
from anhuan.cases.types import Row
from anhuan.cases.words.inputs import KIND_CHOICES
from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Kind
from anhuan.rulebook.queries import names_of, rules_at
from anhuan.sites import queries as sites
from anhuan.sites.types import SiteLine
from anhuan.territory.queries import area_lines
from anhuan.territory.types import AreaLine, Level
from anhuan.web.parts.asking import ActForm, Options, act_form

MOST_AREAS: Final = 400
MOST_FOUND: Final = 8
SOURCES: Final[tuple[tuple[Role, str], ...]] = (
    (Role.GRID, "grid"),
    (Role.FIRM_OFFICER, "self-check"),
    (Role.FIRM_HEAD, "self-check"),
    (Role.LEADER, "leader"),
    (Role.OFFICE, "campaign"),
)
OF_KIND: Final[Mapping[Kind, str]] = {
    Kind.DIRECTIVE: "superior",
    Kind.INSTRUCTION: "leader",
    Kind.REPORT: "complaint",
}
# An instruction is three fields: what, where, and who fixes it follows from where.
PLAIN: Final = ("activity", "spot", "category", "basis")
SHOWN: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.HAZARD: PLAIN,
    Kind.POLLUTION: PLAIN,
    Kind.DIRECTIVE: ("original", "source_number", *PLAIN),
    Kind.INSTRUCTION: (),
    Kind.REPORT: ("activity", "reporter_name", "reporter_contact", "spot"),
}
REST: Final = frozenset({"domain", "source", "found_on", "category", "basis"})
OPTIONAL: Final = frozenset(name for names in SHOWN.values() for name in names)


@dataclass(frozen=True, slots=True)
class Door:
    """The page of a new case."""

    kind: Kind
    kinds: tuple[tuple[str, str], ...]
    form: ActForm
    rest: tuple[str, ...]
    """Fields that are filled by the reader's post and rarely changed."""
    search: str
    found: tuple[SiteLine, ...]
    chosen: SiteLine | None


def door(
    viewer: Viewer, kind: Kind, *, data: Mapping[str, Any] | None, site: UUID | None, search: str
) -> Door:
    areas = area_options(area_lines(viewer))
    left = [name for name in OPTIONAL if name not in SHOWN[kind]]
    left += ["kind", "site", "parent"]
    left += ["source", "found_on", "domain"] if kind is Kind.INSTRUCTION else []
    form = act_form(
        Action.REGISTER,
        data=data,
        initial=initial(viewer, kind, areas),
        options={"area": areas, "activity": list(names_of("activity", viewer.at).items())},
        needed=("original",) if rules_at(viewer.at).kind(kind).original_immutable else (),
        leave_out=left,
        exhibits=0,
    )
    _order(form)
    if kind is Kind.INSTRUCTION:
        form.fields["description"].label = _("What is to be done")
    lines = sites.lines(viewer, {site}) if site else {}
    found = sites.sites(viewer, text=search, size=MOST_FOUND).lines if search else ()
    rest = tuple(name for name in form.fields if name in REST)
    chosen = lines.get(site) if site else None
    return Door(kind, kinds(viewer), form, rest, search, found, chosen)


def _order(form: ActForm) -> None:
    """What, then where, then the rest; the photo right behind the description."""
    first = ("description", "original", "files", "area", "activity", "spot")
    if "activity" in form.fields:
        form.fields["activity"].help_text = _(
            "Goes at once to whoever licenses the legal version of it."
        )
        chosen = form.fields["activity"].widget
        assert isinstance(chosen, forms.Select)
        chosen.choices = [("", f"— {_('none')} —"), *list(chosen.choices)[1:]]
    form.fields["description"].label = _("What was found")
    if "area" in form.fields:
        form.fields["area"].help_text = _("Only when no firm or place fits")
        form.fields["area"].required = False
    widget = form.fields["description"].widget
    assert isinstance(widget, forms.Textarea)
    widget.attrs["autofocus"] = True
    form.order_fields([name for name in first if name in form.fields])


def kinds(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind.value, str(KIND_CHOICES[kind.value]))
        for kind in Kind
        if kind is not Kind.INSTRUCTION or viewer.may(Capability.INSTRUCT)
    )


def initial(viewer: Viewer, kind: Kind, areas: Options) -> dict[str, str]:
    """Defaults by the reader's post: never ask what the system knows."""
    own = next((source for role, source in SOURCES if role in viewer.roles), "enforcement")
    found = {
        "kind": kind.value,
        "domain": "environment" if kind is Kind.POLLUTION else "safety",
        "source": OF_KIND.get(kind, own),
        "found_on": day_of(viewer.at).isoformat(),
    }
    return found | ({"area": areas[0][0]} if len(areas) == 1 else {})


def area_options(lines: list[AreaLine]) -> Options:
    """The areas with their depth shown; without cells where there are too many to choose from."""
    if len(lines) > MOST_AREAS:
        lines = [line for line in lines if line.level not in {Level.CELL, Level.COMMUNITY}]
    top = min((len(line.path) for line in lines), default=0)
    return [(str(line.id), "\u3000" * ((len(line.path) - top) // 4) + line.name) for line in lines]


def given(viewer: Viewer, page: Door, site: UUID | None) -> dict[str, Any]:
    """What is sent to the kernel: typed values, and for an instruction what its door implies."""
    typed = page.form.given()
    known = initial(viewer, page.kind, ())
    values: dict[str, Any] = {**known, **typed} if page.kind is Kind.INSTRUCTION else typed
    values["kind"] = page.kind.value
    if site is not None:
        values["site"] = site
        values.pop("area", None)
    return values


def likely(viewer: Viewer, site: UUID | None, text: str) -> tuple[Row, ...]:
    """Open cases that this one may repeat."""
    return queries.similar(viewer, site=site, text=text.strip())
