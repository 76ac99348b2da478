"""One case as its firm reads it, and the forms of the firm's own acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.cases import queries
from anhuan.cases.types import CaseFile, TimelineEntry
from anhuan.cases.words.acts import TO_DO, VERBS
from anhuan.cases.words.refusals import sentence
from anhuan.documents.queries import of_subject
from anhuan.evidence.queries import uses_of
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.queries import of_case
from anhuan.rulebook.queries import rules_at
from anhuan.territory.members import persons_of_posts
from anhuan.territory.queries import holders, posts_of_site
from anhuan.territory.types import Holder
from anhuan.web.firm.climbs import Rise, rises
from anhuan.web.firm.deeds import last_return, timeline, told, without_finder
from anhuan.web.firm.orders import Choices, Order, order
from anhuan.web.firm.words import STATES, holder_part
from anhuan.web.parts import slips
from anhuan.web.parts.alarms import CaseAlarms, case_alarms
from anhuan.web.parts.asking import ActForm, act_form
from anhuan.web.parts.dues import due_part
from anhuan.web.parts.formats import day_text
from anhuan.web.parts.papers import Paper, issued
from anhuan.web.parts.proofs import evidence, papers
from anhuan.web.parts.shapes import (
    Ball,
    Deadline,
    Evidence,
    Facts,
    Link,
    PersonPost,
    RefusedAct,
    StateChip,
    Timeline,
)
from anhuan.web.parts.states import state_chip
from anhuan.web.parts.uploads import Uploads

FIVE: Final = ("responsible", "measure", "finisher", "acceptor")
NO_FILES: Final = frozenset({Action.SIGN_FOR})
TELLING: Final = frozenset(
    {Why.NEEDS_CONTROL, Why.NEEDS_DUE, Why.NEEDS_FIVE, Why.ALREADY_PENDING, Why.NEEDS_RECHECK}
)


@dataclass(frozen=True, slots=True)
class Returned:
    """Why the last recheck did not pass."""

    day: str
    who: PersonPost | None
    finding: str
    erased: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    number: str
    sentence: str
    chip: StateChip
    order: Order
    ball: Ball | None
    due: Deadline | None
    returned: Returned | None
    refused: tuple[RefusedAct, ...]
    evidence: Evidence | None
    papers: tuple[Link, ...]
    issued: tuple[Paper, ...]
    rises: tuple[Rise, ...]
    timeline: Timeline
    facts: Facts
    officer: PersonPost | None
    call: str
    alarms: CaseAlarms | None


def own_file(viewer: Viewer, number: str) -> CaseFile:
    """A case of one of the viewer's firms; anybody else's is not there. Refuses
    ``NOT_VISIBLE``."""
    file = queries.case_file(viewer, number)
    if file.case.site not in viewer.sites:
        raise Refusal(Why.NOT_VISIBLE)
    return file


def case_page(viewer: Viewer, number: str) -> CasePage:
    file = own_file(viewer, number)
    case, rules, year = file.case, rules_at(viewer.at), day_of(viewer.at).year
    assert case.site is not None
    choices = queries.choices_of(viewer, case)
    own = _own(viewer, case.site)
    entries = without_finder(queries.timeline(viewer, case.id), own)
    marks = slips.marks(file.number, "firm:slip", told(entries, own))
    wanted = {post for post in (case.officer_post, file.ball_post) if post is not None}
    held = holders(wanted, at=viewer.at)
    officer = held.get(case.officer_post) if case.officer_post else None
    uses = uses_of(viewer, "case", case.id, granted=[case.id])
    items = [each for each in of_case(viewer, case.id) if each.site in viewer.sites]
    mine = file.ball_site in viewer.sites
    shown = evidence(uses, entries, year=year)
    return CasePage(
        number=file.number,
        sentence=_sentence(file, mine),
        chip=_chip(file),
        order=order(viewer, file, None, choices, officer, rules),
        ball=_ball(viewer, file, held) if file.ball_act and not mine else None,
        due=due_part(file.ball_due_on, at=viewer.at, calendar=rules.calendar)
        if file.ball_act
        else None,
        returned=_returned(entries, year),
        refused=tuple(_refused(choices)) if mine or items else (),
        evidence=shown if any(card.photo for card in shown.cards) else None,
        papers=papers(uses),
        issued=issued(of_subject(viewer, case.id), year=year),
        rises=rises(viewer, case.id, {each.id for each in items}, year=year),
        timeline=timeline(entries, own=own, year=year, marks=marks),
        facts=_facts(file, year),
        officer=holder_part(officer) if officer and officer.person else None,
        call=_call(officer),
        alarms=case_alarms(viewer, file, lambda text, _alarm: text),
    )


def told_act(viewer: Viewer, number: str, version: int) -> TimelineEntry:
    """One act that the firm is told of. Refuses ``NOT_VISIBLE``."""
    file = own_file(viewer, number)
    assert file.case.site is not None
    own = _own(viewer, file.case.site)
    entries = without_finder(queries.timeline(viewer, file.case.id), own)
    return slips.entry_at(told(entries, own), version)


def _own(viewer: Viewer, site: UUID) -> set[UUID]:
    """The people of the firm."""
    return persons_of_posts(posts_of_site(site), at=viewer.at) | {viewer.person}


def _chip(file: CaseFile) -> StateChip:
    word = STATES.get(file.case.state.value)
    return state_chip(
        file.case.state.value, round_number=file.case.round, word=str(word) if word else ""
    )


def _sentence(file: CaseFile, mine: bool) -> str:
    if mine and file.ball_act:
        return _("Your turn: %(step)s") % {"step": TO_DO[Action(file.ball_act)]}
    return str(STATES.get(file.case.state.value, _("It has ended")))


def _ball(viewer: Viewer, file: CaseFile, held: Mapping[UUID, Holder]) -> Ball:
    holder = held.get(file.ball_post) if file.ball_post else None
    overdue = file.ball_due_on is not None and file.ball_due_on < day_of(viewer.at)
    if holder is None or holder.person is None:
        return Ball(None, inherits=holder.title if holder else "")
    return Ball(holder_part(holder, firm=file.site_name), overdue=overdue)


def _returned(entries: Sequence[TimelineEntry], year: int) -> Returned | None:
    entry = last_return(entries)
    if entry is None:
        return None
    return Returned(
        day=day_text(day_of(entry.at), year=year),
        who=PersonPost(entry.by_name, entry.post_title) if entry.by_name else None,
        finding=str(entry.body.get("finding", "")),
        erased=entry.erased,
    )


def _refused(choices: Choices) -> list[RefusedAct]:
    """The firm's next steps that something still stands before, each with its reason."""
    steps = (Action.PLAN, Action.SUBMIT, Action.REQUEST_EXTENSION)
    return [
        RefusedAct(str(VERBS[action]), sentence(refusal))
        for action in steps
        if (refusal := choices.get(action)) is not None and refusal.why in TELLING
    ]


def _facts(file: CaseFile, year: int) -> Facts:
    case = file.case
    pairs: list[tuple[str, object]] = [(pgettext("firm facts", "Problem"), file.description)]
    known = (
        (pgettext("firm facts", "Spot"), file.spot),
        (pgettext("firm facts", "Basis"), file.clause or file.basis),
        (pgettext("firm facts", "Responsible"), file.responsible),
        (pgettext("firm facts", "Finishes"), file.finisher),
        (pgettext("firm facts", "Accepts"), file.acceptor),
        (pgettext("firm facts", "Interim"), file.interim),
        (pgettext("firm facts", "Treatment"), file.treatment),
        (pgettext("firm facts", "Emergency"), file.emergency),
        (pgettext("firm facts", "Done"), file.done),
    )
    pairs += [(word, text) for word, text in known if text]
    if case.original_due_on and case.original_due_on != case.due_on:
        day = day_text(case.original_due_on, year=year)
        pairs.append((pgettext("firm facts", "First term"), day))
    return Facts(tuple(pairs))


def _call(officer: Holder | None) -> str:
    if officer is None or officer.person is None or not officer.phone_masked:
        return ""
    return reverse("firm:call", args=[officer.post])


@dataclass(frozen=True, slots=True)
class Asked:
    """One act's form, with what it is about and what changed since the firm looked."""

    action: Action
    title: str
    file: CaseFile
    form: ActForm
    uploads: Uploads
    changed: Timeline | None


def asked(
    viewer: Viewer,
    file: CaseFile,
    action: Action,
    *,
    data: Mapping[str, Any] | None = None,
    uploads: Uploads | None = None,
    seen: int | None = None,
) -> Asked:
    rules = rules_at(viewer.at)
    needed = rules.exhibits_needed(action, major=file.case.is_major)
    form = act_form(
        action,
        data=data,
        initial=_known(viewer, file, action),
        needed=_needed(file, action),
        leave_out=("signer",),
        exhibits=None if action in NO_FILES else needed,
    )
    changed = None
    if seen is not None and seen < file.case.version:
        year = day_of(viewer.at).year
        entries = [one for one in queries.timeline(viewer, file.case.id) if one.version > seen]
        changed = timeline(without_finder(entries, ()), own={viewer.person}, year=year)
    return Asked(action, str(VERBS[action]), file, form, uploads or Uploads(), changed)


def _known(viewer: Viewer, file: CaseFile, action: Action) -> dict[str, Any]:
    """What is known already is never asked again."""
    if action is not Action.PLAN:
        return {}
    known = {name: getattr(file, name) for name in (*FIVE, "treatment", "emergency")}
    if not known["acceptor"] and file.case.officer_post is not None:
        held = holders([file.case.officer_post], at=viewer.at).get(file.case.officer_post)
        known["acceptor"] = held.name if held else ""
    return known


def _needed(file: CaseFile, action: Action) -> tuple[str, ...]:
    if action is not Action.PLAN:
        return ()
    return (*FIVE, "treatment", "emergency") if file.case.is_major else FIVE
