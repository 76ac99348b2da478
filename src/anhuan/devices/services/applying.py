"""Each act of a phone as the act of the package that owns its subject."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from anhuan.base.ids import derived_id
from anhuan.cases import services as cases
from anhuan.cases.queries import number_of
from anhuan.cases.types import Exhibit
from anhuan.devices import models
from anhuan.devices.services.papers import issue, spoil
from anhuan.devices.types import Photo, Sent
from anhuan.evidence.queries import stored_files
from anhuan.evidence.types import Capture, Place
from anhuan.inspections import services as inspections
from anhuan.inspections.queries import number_of_visit
from anhuan.kernel.access import Viewer
from anhuan.kernel.case import Action
from anhuan.kernel.claim import Claim, bounded
from anhuan.kernel.inputs import INPUTS, REFERENCES, Input
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.visit import VisitAct
from anhuan.kernel.visit_steps import VISIT_INPUTS
from anhuan.ledger.queries import known_since
from anhuan.ledger.showing import began_with
from anhuan.people.queries import persons
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import viewer_of

A = VisitAct
FOUND: Final = ("case", "item", "part", "photos")
"""What a finding says beside the inputs of the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act left: the number of what it was done on, and of the case it opened."""

    fact: UUID
    number: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class _Doing:
    sent: Sent
    by: Viewer
    claim: Claim
    at: datetime
    device: UUID


def claim_of(sent: Sent, *, person: UUID, received_at: datetime) -> Claim:
    """The claim of an act, bounded below by the newest checkpoint its phone held and by the first
    enrolment of its person, above by the receipt."""
    devices = models.Device.objects.filter(person=person)
    enrolled_at = devices.order_by("enrolled_at").values_list("enrolled_at", flat=True)[0]
    strange = bool(sent.size) and not began_with(sent.size or 0, sent.root)
    seen = known_since(sent.size) if sent.size and not strange else None
    earliest = max(enrolled_at, seen) if seen else enrolled_at
    return Claim(
        done_at=bounded(sent.done_at, earliest=earliest, latest=received_at),
        claimed_at=sent.done_at,
        elapsed_ms=sent.elapsed_ms,
        boot=sent.boot,
        digest=sent.digest,
        size=sent.size,
        root=sent.root,
        contradicted=strange,
    )


def missing_photos(device: UUID, sent: Sent) -> tuple[str, ...]:
    """Photos that the act names and the device has not brought, or that are no longer there."""
    wanted = [one.sha256 for one in sent.photos]
    if not wanted:
        return ()
    brought = models.Photo.objects.filter(device=device, sha256__in=wanted)
    held = stored_files(brought.values_list("sha256", flat=True))
    return tuple(one for one in wanted if one not in held)


def apply(sent: Sent, *, person: UUID, device: UUID, claim: Claim, at: datetime) -> Done:
    """Do it, with the authority its maker had at the bounded instant. The caller holds the
    transaction. Refuses ``NO_POST``, and whatever the package below refuses."""
    by = maker_at(person, claim.done_at)
    if not by.seats:
        raise Refusal(Why.NO_POST)
    return _DOES[sent.what](_Doing(sent, by, claim, at, device))


def maker_at(person: UUID, at: datetime) -> Viewer:
    line = persons([person]).get(person)
    table = rules_at(at).capabilities
    return viewer_of(person, name=line.name if line else "", at=at, table=table)


def exhibits_of(sent: Sent, *, mark: str = "") -> list[Exhibit]:
    """The photos of an act; each use has one identifier, however often it is tried."""
    held = stored_files(one.sha256 for one in sent.photos)
    absent = next((one for one in sent.photos if one.sha256 not in held), None)
    if absent is not None:
        raise Refusal(Why.FILE_BROKEN, name=absent.sha256[:12])
    return [
        Exhibit(
            file=replace(held[one.sha256], name=_file_name(one, sent)),
            use_id=derived_id(sent.id, f"{mark}{one.sha256}"),
            capture=_capture(one, sent),
        )
        for one in sent.photos
    ]


def _file_name(photo: Photo, sent: Sent) -> str:
    taken = f"{photo.taken_at or sent.done_at:%Y%m%d-%H%M%S}"
    return f"{taken}-{photo.stage}.jpg" if photo.stage else f"{taken}.jpg"


def _capture(photo: Photo, sent: Sent) -> Capture:
    place = Place(*photo.point) if photo.point else None
    return Capture(
        at=photo.taken_at, place=place, device_clock=sent.done_at, original=photo.original
    )


def referred(inputs: tuple[Input, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """``given`` with references as identifiers. Refuses ``MALFORMED``."""
    values = dict(given)
    for each in inputs:
        raw = values.get(each.name)
        if each.type in REFERENCES and raw is not None and raw != "":
            values[each.name] = _identifier(each.name, raw)
    return values


def _identifier(name: str, raw: Any) -> UUID:
    try:
        return UUID(raw)
    except (ValueError, TypeError, AttributeError):
        raise Refusal(Why.MALFORMED, field=name, problem="reference") from None


def found_given(given: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of the door that a finding brings. Without an item of a list and without a
    domain it is one of work safety: whoever verifies it says better."""
    values = {name: value for name, value in given.items() if name not in FOUND}
    if given.get("part"):
        values["spot"] = given["part"]
    if not given.get("item") and not values.get("domain"):
        values["domain"] = "safety"
    return referred(INPUTS[Action.REGISTER], values)


def case_of(given: Mapping[str, Any]) -> UUID | None:
    """The identifier that the phone gave the case it opened."""
    raw = given.get("case")
    return _identifier("case", raw) if raw else None


def _visit_number(doing: _Doing) -> str:
    number = number_of_visit(doing.by, doing.sent.about)
    if not number:
        raise Refusal(Why.NOT_VISIBLE)
    return number


def _open(doing: _Doing) -> Done:
    inputs = VISIT_INPUTS[A.OPEN]
    done = inspections.open_visit(
        given=referred(inputs, doing.sent.given),
        by=doing.by,
        at=doing.at,
        visit_id=doing.sent.about,
        claim=doing.claim,
    )
    return Done(fact=done.fact_id, number=done.number)


def _act(what: VisitAct) -> Callable[[_Doing], Done]:
    def do(doing: _Doing) -> Done:
        done = inspections.act(
            number=_visit_number(doing),
            what=what,
            given=referred(VISIT_INPUTS[what], doing.sent.given),
            by=doing.by,
            at=doing.at,
            claim=doing.claim,
        )
        return Done(fact=done.fact_id, number=done.number)

    return do


def _find(doing: _Doing) -> Done:
    given = doing.sent.given
    item = given.get("item") or ""
    if not isinstance(item, str):
        raise Refusal(Why.MALFORMED, field="item", problem="text")
    done = inspections.find_on_visit(
        number=_visit_number(doing),
        given=found_given(given),
        item=item,
        by=doing.by,
        at=doing.at,
        exhibits=exhibits_of(doing.sent),
        case_id=case_of(given),
        claim=doing.claim,
    )
    return Done(fact=done.fact_id, number=done.number, case=done.case)


def action_of(given: Mapping[str, Any]) -> tuple[Action, dict[str, Any]]:
    """Which act on a case, with its inputs. Refuses ``MALFORMED``."""
    named, inner = given.get("act"), given.get("given") or {}
    if not isinstance(named, str) or named not in set(Action) or not isinstance(inner, Mapping):
        raise Refusal(Why.MALFORMED, field="act", problem="choice")
    action = Action(named)
    return action, referred(INPUTS[action], inner)


def _case_act(doing: _Doing) -> Done:
    number = number_of(doing.by, doing.sent.about)
    if not number:
        raise Refusal(Why.NOT_VISIBLE)
    action, given = action_of(doing.sent.given)
    done = cases.act(
        number=number,
        action=action,
        given=given,
        by=doing.by,
        at=doing.at,
        exhibits=exhibits_of(doing.sent),
        claim=doing.claim,
    )
    return Done(fact=done.fact_id, number=done.number)


def _issue(doing: _Doing) -> Done:
    kept = issue(doing.sent, device=doing.device, by=doing.by, at=doing.at)
    return Done(fact=kept.fact, number=kept.number)


def _spoil(doing: _Doing) -> Done:
    kept = spoil(doing.sent, device=doing.device, by=doing.by, at=doing.at)
    return Done(fact=kept.fact, number=kept.number)


_DOES: Final[Mapping[str, Callable[[_Doing], Done]]] = {
    "visit.open": _open,
    **{f"visit.{act.value}": _act(act) for act in A if act not in {A.OPEN, A.FIND}},
    "visit.find": _find,
    "case.act": _case_act,
    "document.issue": _issue,
    "document.spoil": _spoil,
}
KNOWN: Final = frozenset(_DOES)
"""What is judged; any other act that can be read waits."""
