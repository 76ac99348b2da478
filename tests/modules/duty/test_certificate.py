"""The certificate names exactly what is uncovered, now and for past instants."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.duty.certificate import Change, certificate, certificate_of_site, rechecked
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.gaps import Certificate
from anhuan.rulebook.services import load_seed
from tests.factories import AT, START
from tests.modules.duty.oracle import Named, Town, asked

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
END = AT + 30 * DAY


def node(at: datetime) -> Viewer:
    return Viewer(person=uuid4(), at=at, capabilities=frozenset(Capability))


def named(found: Certificate) -> set[Named]:
    return {
        (gap.kind.value, gap.line.value, gap.level, gap.side.value, gap.subject, each)
        for gap in found.gaps
        for each in gap.objects
    }


def spine(town: Town, targets: list[tuple[str, object]]) -> list[int]:
    """The posts that others lead up to, and those who hold them: what breaks most."""
    over = {row["superior"] for row in town.state.post.values()}
    heads = {("post", key) for key in over}
    heads |= {("person", key) for key, row in town.state.term.items() if row["post"] in over}
    return [number for number, one in enumerate(targets) if one in heads]


@pytest.fixture
def town() -> Town:
    load_seed(at=START)
    built = Town()
    built.rules()
    return built


def test_whole_town_has_no_gap(town: Town) -> None:
    found = certificate(node(AT), "", at=AT)

    assert (named(found), found.whole, found.sites, found.areas) == (set(), True, 24, 22)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_certificate_names_exactly_what_was_taken_away(town: Town, data: st.DataObject) -> None:
    targets = town.targets()
    some = st.one_of(st.sampled_from(spine(town, targets)), st.integers(0, len(targets) - 1))
    picks = data.draw(st.lists(some, max_size=7, unique=True))
    terms, state = dict(town.terms), town.then()
    with transaction.atomic():
        mark = transaction.savepoint()
        past = [(AT, town.then())]
        for number, pick in enumerate(picks):
            at = AT + (number + 1) * DAY
            town.take(*targets[pick], by=node(at), at=at)
            past.append((at + DAY / 2, town.then()))
            assert named(certificate(node(past[-1][0]), "", at=past[-1][0])) == asked(town.state)
        for at, then in past:
            assert named(certificate(node(END), "", at=at)) == asked(then)
        transaction.savepoint_rollback(mark)
    town.terms, town.state = terms, state


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_rechecking_what_a_change_touches_finds_what_a_whole_check_finds(
    town: Town, data: st.DataObject
) -> None:
    targets = town.targets()
    some = st.one_of(st.sampled_from(spine(town, targets)), st.integers(0, len(targets) - 1))
    picks = data.draw(st.lists(some, max_size=3, unique=True))
    terms, state = dict(town.terms), town.then()
    with transaction.atomic():
        mark = transaction.savepoint()
        for number, pick in enumerate(picks):
            before = certificate(node(AT + number * DAY), "", at=AT + number * DAY)
            at = AT + (number + 1) * DAY
            what, key = targets[pick]
            change = changed(town, what, key)
            town.take(what, key, by=node(at), at=at)
            gaps, _ = rechecked(node(at), before, change, at=at)
            assert gaps == list(certificate(node(at), "", at=at).gaps)
        transaction.savepoint_rollback(mark)
    town.terms, town.state = terms, state


def changed(town: Town, what: str, key: object) -> Change:
    if what == "rule":
        return Change(industries=frozenset({str(key)}))
    if what == "person":
        row = town.state.term[key]  # type: ignore[index]
        return Change(persons=frozenset({row["person"]}), posts=frozenset({row["post"]}))
    name = {"post": "posts", "unit": "units", "cell": "areas", "outline": "areas"}[what]
    return Change(**{name: frozenset({key})})


def test_certificate_of_a_site_is_its_part_of_the_whole(town: Town) -> None:
    site, row = next(iter(town.state.site.items()))
    cell = row["area"]
    chief = next(c["post"] for c in town.state.charge if c["object"] == cell)
    term = next(key for key, t in town.state.term.items() if t["post"] == chief)
    at = AT + DAY
    town.take("person", term, by=node(at), at=at)

    found = certificate_of_site(node(at), site, at=at)

    assert named(found) == {
        ("expired", "territory", "cell", "government", subject, cell)
        for subject in ("safety", "environment")
    }
