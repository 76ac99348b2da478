"""The page of the lifecycle says what the kernel does."""

import re
from pathlib import Path

import pytest

from anhuan.kernel.case import State
from anhuan.kernel.evolve import evolve
from anhuan.kernel.guards import GUARDS
from anhuan.kernel.lifecycle import LIFECYCLE, decide
from anhuan.ops.lifecycle_doc import CHECKS, NAMES, leads_to, render
from tests.kernel.scenes import AT, law, ready, recorded, turn_of, valid

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_page_in_the_repository_is_the_one_rendered():
    assert (DOCS / "lifecycle.md").read_text(encoding="utf-8") == render()


def test_page_names_the_states_as_the_glossary_does():
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| [^|]+ \| `State\.(\w+)` \|$", glossary, re.MULTILINE)

    assert {State[name]: words for words, name in rows} == dict(NAMES)


def test_page_explains_every_guard_and_no_other():
    assert set(CHECKS) == set(GUARDS)


@pytest.mark.parametrize(("state", "action"), list(LIFECYCLE))
def test_page_leads_where_the_kernel_goes(state, action):
    case, by = ready(state, action), turn_of(LIFECYCLE[state, action].party)

    fact = decide(case, action, by=by, at=AT, rules=law(), given=valid(case, action))

    assert evolve(case, recorded(fact)).state in leads_to(state, action)


@pytest.mark.parametrize(
    ("state", "action", "ends"),
    [
        (State.SUBMITTED, "grade", {State.SIGNED, State.SUBMITTED}),
        (State.ASSIGNED, "forward", {State.REGISTERED, State.GRADED}),
        (State.LEAD, "forward", {State.LEAD}),
        (State.FIXED_ON_SPOT, "send_back", {State.REGISTERED, State.GRADED}),
        (State.PASSED, "send_back", {State.SUBMITTED}),
        (State.UNDERWAY, "note", {State.UNDERWAY}),
    ],
)
def test_page_shows_every_state_an_act_may_lead_to(state, action, ends):
    assert leads_to(state, action) == ends
