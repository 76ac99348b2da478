"""The page of one campaign: where it stands, what may be done, how its list stands by unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases.figures import Found
from anhuan.cases.words.refusals import sentence as refused_sentence
from anhuan.inspections import plans
from anhuan.inspections.agreement import compared
from anhuan.inspections.story import story_of
from anhuan.inspections.types import CampaignFile
from anhuan.inspections.words.campaigns import (
    ACT_VERBS,
    HANDS_WORDS,
    KIND_WORDS,
    REMOVAL_WORDS,
    UNVISITED_WORDS,
)
from anhuan.kernel.access import Viewer
from anhuan.kernel.campaign import CampaignAct, CampaignKind, Progress, RowState
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import checklists_at
from anhuan.territory.queries import area_names
from anhuan.web.desk.campaigns.agreement import AgreementPart, agreement_part
from anhuan.web.desk.campaigns.listed import chip, visited
from anhuan.web.desk.campaigns.story import story_part
from anhuan.web.desk.showing import Eye
from anhuan.web.desk.site.words import RISKS, SUBJECTS
from anhuan.web.parts import slips
from anhuan.web.parts.formats import day_text, moment_text, share
from anhuan.web.parts.shapes import (
    ActButton,
    Column,
    EmptyState,
    Facts,
    Link,
    RecordMark,
    RefusedAct,
    Row,
    StateChip,
    Table,
    Timeline,
    number_columns,
)

A = CampaignAct
ORDER: Final = (
    *(A.APPROVE, A.START, A.CLOSE, A.ARCHIVE),
    *(A.ADD, A.STAND_ASIDE, A.NOTE, A.WITHDRAW),
)
LAST_ACTS: Final = 40
"""A list of hundreds of places has an act for each that was not visited."""
PRIMARY: Final = frozenset({A.APPROVE, A.START, A.CLOSE, A.ARCHIVE})
WORTH: Final = frozenset({Why.SECOND_PERSON, Why.OPEN_ROWS})
"""Refusals that tell the reader what is missing; whose turn it is the page says anyhow."""


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """One page, already worded."""

    number: str
    version: int
    title: str
    sentence: str
    chip: StateChip
    facts: Facts
    sealed: str
    buttons: tuple[ActButton, ...]
    refused: tuple[RefusedAct, ...]
    visits: Table | None
    findings: Table | None
    reasons: tuple[tuple[str, int], ...]
    draw: Facts | None
    teams: tuple[tuple[str, str], ...]
    pairs: int
    agreement: AgreementPart | None
    part: bool
    list_url: str
    story: Timeline | None
    seal: RecordMark | None


def campaign_page(viewer: Viewer, number: str, eye: Eye) -> CampaignPage:
    """The campaign as the viewer sees it. Refuses ``NOT_VISIBLE``."""
    file = plans.campaign(viewer, number)
    choices = plans.choices_of(viewer, file)
    teams = plans.teams_of(viewer, file)
    acts = story_of(viewer, number, last=LAST_ACTS)
    marks = slips.marks(number, "desk:campaign-slip", acts)
    listed = file.campaign.has_list and not file.sealed
    return CampaignPage(
        number=number,
        version=file.line.version,
        title=file.line.title,
        sentence=_sentence(file, eye),
        chip=chip(file.line.state),
        facts=_facts(viewer, file, eye),
        sealed=_sealed(file, eye),
        buttons=_buttons(file, choices),
        refused=_refused(choices),
        visits=_visits(file) if listed else None,
        findings=_findings(file) if listed else None,
        reasons=_reasons(file),
        draw=_draw(file),
        teams=tuple(teams),
        pairs=plans.pairs_of(viewer, file),
        agreement=_agreement(viewer, file),
        part=not file.whole,
        list_url=reverse("desk:campaign-list", args=[number]),
        story=story_part(acts, marks, year=eye.today.year) if acts else None,
        seal=slips.record_mark(acts, marks) if acts else None,
    )


def _agreement(viewer: Viewer, file: CampaignFile) -> AgreementPart | None:
    """Once every team has handed in; before, it would tell one what the other found."""
    number = file.line.number
    if file.campaign.kind is not CampaignKind.CROSS:
        return None
    found = compared(viewer, number)
    return agreement_part(found, number) if found is not None else None


def _sentence(file: CampaignFile, eye: Eye) -> str:
    progress = file.line.progress
    if file.sealed:
        return _("%(title)s: the list is sealed") % {"title": file.line.title}
    if not file.campaign.has_list:
        return _("%(title)s: not begun") % {"title": file.line.title}
    words = {
        "title": file.line.title,
        "visited": visited(progress),
        "open": progress.open,
        "late": progress.overdue,
    }
    if progress.overdue:
        return _("%(title)s: %(visited)s visited, %(open)d open, %(late)d of them late") % words
    return _("%(title)s: %(visited)s visited, %(open)d open") % words


def _sealed(file: CampaignFile, eye: Eye) -> str:
    if file.line.sealed_until is None or file.line.sealed_until <= eye.at:
        return ""
    when = {"at": moment_text(file.line.sealed_until, year=eye.today.year)}
    return _("Until %(at)s the list is seen by its author alone; no place is told.") % when


def _facts(viewer: Viewer, file: CampaignFile, eye: Eye) -> Facts:
    one, year = file.campaign, eye.today.year
    first, last = file.line.from_on, file.line.to_on
    pairs: list[tuple[str, object]] = [
        (pgettext("campaign", "Kind"), str(KIND_WORDS[one.kind])),
        (pgettext("campaign", "Run by"), file.line.unit_name),
        (pgettext("campaign", "From"), day_text(first, year=year)),
        (pgettext("campaign", "Through"), day_text(last, year=year)),
        (pgettext("campaign", "Who checks"), str(HANDS_WORDS[one.hands])),
        (pgettext("campaign", "Founded on"), one.kept.get("basis") or "—"),
        (pgettext("campaign", "List chosen by"), chosen_by(one.filter())),
    ]
    code = str(one.kept.get("checklist", ""))
    if code:
        known = checklists_at(viewer.at).get(code)
        pairs.append((pgettext("campaign", "Checklist"), known.name if known else code))
    return Facts(tuple(pairs))


def chosen_by(chosen: Mapping[str, object]) -> str:
    """The saved filter in words; nothing narrows to every place in the remit."""
    said: list[str] = []
    area = chosen.get("area")
    if area is not None:
        said += [name for name in area_names([area]).values()]  # type: ignore[list-item]
    if "risk" in chosen:
        said.append(str(RISKS.get(str(chosen["risk"]), chosen["risk"])))
    if "subject" in chosen:
        names = {code.value: str(word) for code, word in SUBJECTS.items()}
        said.append(names.get(str(chosen["subject"]), str(chosen["subject"])))
    said += [str(chosen[name]) for name in ("tag", "industry", "prior") if name in chosen]
    return " · ".join(said) or pgettext("campaign", "every place in the remit")


def _buttons(
    file: CampaignFile, choices: Mapping[CampaignAct, Refusal | None]
) -> tuple[ActButton, ...]:
    granted = [act for act in ORDER if act in choices and choices[act] is None]
    return tuple(
        ActButton(
            str(ACT_VERBS[act]),
            reverse("desk:campaign-act", args=[file.line.number, act.value])
            + f"?version={file.line.version}",
            kind="primary" if act in PRIMARY and n == 0 else "plain",
        )
        for n, act in enumerate(granted)
    )


def _refused(choices: Mapping[CampaignAct, Refusal | None]) -> tuple[RefusedAct, ...]:
    return tuple(
        RefusedAct(str(ACT_VERBS[act]), refused_sentence(refusal))
        for act in ORDER
        if (refusal := choices.get(act)) is not None and refusal.why in WORTH
    )


def _visits(file: CampaignFile) -> Table:
    """Units by name, never by how much they did; the frozen list is the denominator."""
    rows = sorted(file.units.items(), key=lambda pair: pair[1][0])
    lines = [
        _visit_row(str(unit), name, progress, file.line.number)
        for unit, (name, progress, _found) in rows
    ]
    if len(lines) > 1:
        total = pgettext("campaign", "Together")
        lines.append(_visit_row("", total, file.line.progress, file.line.number))
    return Table(
        columns=(
            Column(pgettext("campaign", "Unit")),
            *number_columns(
                pgettext("campaign", "Frozen list"),
                pgettext("campaign", "Visited of the list"),
                pgettext("campaign", "Not visited, with a reason"),
                pgettext("campaign", "Missed"),
                pgettext("campaign", "Taken out"),
                pgettext("campaign", "Added: visited of"),
                pgettext("campaign", "Open"),
                pgettext("campaign", "Overdue"),
            ),
        ),
        rows=tuple(lines),
        caption=_("How the list stands, unit by unit"),
        empty=EmptyState(_("The list is empty.")),
    )


def _visit_row(key: str, name: str, progress: Progress, number: str) -> Row:
    url = reverse("desk:campaign-list", args=[number])
    unit = f"unit={key}" if key else ""
    late = Link(str(progress.overdue), f"{url}?{unit}&state=planned") if progress.overdue else 0
    added = f"{progress.added_done}/{progress.added}" if progress.added else "—"
    return Row(
        key=key or "all",
        cells=(
            Link(name, f"{url}?{unit}"),
            progress.frozen,
            visited(progress),
            progress.left,
            progress.missed,
            progress.removed,
            added,
            progress.open,
            late,
        ),
        url=f"{url}?{unit}",
    )


def _findings(file: CampaignFile) -> Table:
    rows = sorted(file.units.items(), key=lambda pair: pair[1][0])
    lines = [_found_row(name, found) for _unit, (name, _progress, found) in rows]
    if len(lines) > 1:
        lines.append(_found_row(pgettext("campaign", "Together"), file.found))
    return Table(
        columns=(
            Column(pgettext("campaign", "Unit")),
            *number_columns(
                pgettext("campaign", "Found"),
                pgettext("campaign", "Major"),
                pgettext("campaign", "General"),
                pgettext("campaign", "Fixed at once"),
                pgettext("campaign", "Closed after an order"),
                pgettext("campaign", "Handed over"),
                pgettext("campaign", "Within term"),
                pgettext("campaign", "Overdue"),
                pgettext("campaign", "Put right of found"),
            ),
        ),
        rows=tuple(lines),
        caption=_("What was found, and where it stands"),
        empty=EmptyState(_("The list is empty.")),
    )


def _found_row(name: str, found: Found) -> Row:
    right = found.on_spot + found.closed
    return Row(
        key=name,
        cells=(
            name,
            found.all,
            found.major,
            found.general,
            found.on_spot,
            found.closed,
            found.transferred,
            found.open,
            found.overdue,
            share(right, found.all),
        ),
    )


def _reasons(file: CampaignFile) -> tuple[tuple[str, int], ...]:
    """Why places were not visited, and why they were taken out."""
    said = []
    for (state, code), n in sorted(file.reasons.items()):
        words = REMOVAL_WORDS if state is RowState.REMOVED else UNVISITED_WORDS
        head = pgettext("campaign", "Taken out") if state is RowState.REMOVED else (
            pgettext("campaign", "Not visited")
        )  # fmt: skip
        said.append((f"{head} · {words[code]}", n))
    return tuple(said)


def _draw(file: CampaignFile) -> Facts | None:
    """What proves the draw: the promise, and since the start what keeps it."""
    draw = file.draw
    if draw is None:
        return None
    pairs: list[tuple[str, object]] = [(pgettext("campaign", "Promised hash"), draw.promise)]
    if draw.seed:
        right = pgettext("campaign", "yes: SHA-256 of the seed is the promised hash")
        wrong = pgettext("campaign", "no")
        pairs += [
            (pgettext("campaign", "Seed"), draw.seed),
            (pgettext("campaign", "Lot"), draw.lot),
            (pgettext("campaign", "Hash of the list"), draw.list_hash),
            (pgettext("campaign", "Promise kept"), right if draw.kept else wrong),
        ]
    return Facts(tuple(pairs))
