"""Every act of the lifecycle, on one case or on several; and what is sealed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

from anhuan.api.acting import CASE_ACTS
from anhuan.api.bodies import storable
from anhuan.api.entrance import ApiRequest
from anhuan.api.given import MOST_EXHIBITS, exhibits_of
from anhuan.api.operations import answer, writes
from anhuan.api.problems import of_refusal
from anhuan.api.shapes.cases import (
    ActBody,
    Done,
    Outcome,
    Outcomes,
    Reporter,
    Several,
)
from anhuan.api.shapes.cases import (
    Why as Reason,
)
from anhuan.api.types import Answer
from anhuan.api.views.cases import done
from anhuan.cases.batches import act_on_each
from anhuan.cases.services import act, open_reporter
from anhuan.cases.words.acts import VERBS
from anhuan.kernel.case import Action
from anhuan.kernel.lifecycle import DOORS
from anhuan.kernel.refusal import Refusal, Why


def _body(action: Action) -> dict[str, Any]:
    given = CASE_ACTS.schemas[action]
    return {
        "type": "object",
        "properties": {
            "given": given,
            "exhibits": {
                "type": "array",
                "items": {"type": "string", "description": "A ticket of POST /files."},
                "maxItems": MOST_EXHIBITS,
            },
            "seen_version": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "The version the caller looked at; a later one is refused.",
            },
            "for_firm": {
                "type": "boolean",
                "description": "An officer records the firm's own act (代录).",
            },
        },
        "additionalProperties": False,
        **({"required": ["given"]} if "required" in given else {}),
    }


def _act(action: Action) -> Callable[..., Answer]:
    def view(request: ApiRequest, number: str) -> Answer:
        caller, body = request.auth, request.sent
        found = act(
            number=number,
            action=action,
            given=CASE_ACTS.given(action, body.given, caller.viewer),
            by=caller.viewer,
            at=caller.at,
            seen_version=body.seen_version,
            exhibits=exhibits_of(body.exhibits, by=caller.viewer.person, at=caller.at),
            for_firm=body.for_firm,
        )
        return done(found)

    with translation.override("en"):
        view.__doc__ = str(VERBS[action])
    return view


for _action in Action:
    if _action not in DOORS:
        writes(
            f"/cases/{{number}}/acts/{_action.value}",
            takes=ActBody,
            returns=Done,
            schema=_body(_action),
            name=f"act_{_action.value}",
            tag="acts",
        )(_act(_action))


@writes("/cases/batch", takes=Several, returns=Outcomes, tag="acts")
def act_on_several(request: ApiRequest) -> Answer:
    """Do the same on several cases; each stands for itself."""
    caller, body = request.auth, request.sent
    outcomes = act_on_each(
        # One order for everybody, so that two selections never wait for each other.
        numbers=sorted(body.numbers),
        action=body.action,
        given=CASE_ACTS.given(body.action, body.given, caller.viewer),
        by=caller.viewer,
        at=caller.at,
    )
    found = {each.number: each.refusal for each in outcomes}
    wanted = dict.fromkeys(body.numbers)
    return answer(Outcomes(tuple(_outcome(number, found) for number in wanted)))


def _outcome(number: str, found: Mapping[str, Refusal | None]) -> Outcome:
    refusal = found.get(number, Refusal(Why.NOT_VISIBLE))
    if refusal is None:
        return Outcome(number=number, done=True)
    problem = of_refusal(refusal)
    return Outcome(
        number=number, done=False, code=problem.code, title=problem.title, errors=problem.errors
    )


@writes("/cases/{number}/reporter", takes=Reason, returns=Reporter, tag="cases", keyed=False)
def open_sealed_reporter(request: ApiRequest, number: str) -> Answer:
    """Open who reported a case; the opening and its reason are written down."""
    caller = request.auth
    found = open_reporter(
        number=number,
        why=storable("why", request.sent.why),
        by=caller.viewer,
        at=caller.at,
    )
    return answer(Reporter(name=found.name, contact=found.contact))
