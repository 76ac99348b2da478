"""The certificate names exactly what is uncovered, now and for past instants."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.duty.certificate import Change, certificate, certificate_of_site, rechecked
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.gaps import Certificate
from anhuan.rulebook.services import load_seed
from anhuan.territory.models import Area
from tests.factories import AT, START
from tests.modules.duty.oracle import Town
from tests.modules.duty.sets import Named, State, asked

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
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


SMALL = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
INDUSTRIES = st.sampled_from(["2614", "5212"])


def happens(town: Town, data: st.DataObject, at: datetime) -> None:
    """One thing changes, recorded at ``at`` and sometimes true from another hour on."""
    targets, gone = town.targets(), list(town.gone)
    some = [*[targets[number] for number in spine(town, targets)], *gone]
    shift = data.draw(st.sampled_from([0, 0, -30, 40]))
    given = {"by": node(at), "at": at}
    what = data.draw(st.sampled_from(["take", "take", "back", "back", "move", "add", "close"]))
    if what == "back" and gone:
        town.put_back(*data.draw(st.sampled_from(gone)), **given, shift=shift)
    elif what in {"move", "add"}:
        cell, industry = data.draw(st.sampled_from(town.cells())), data.draw(INDUSTRIES)
        if what == "add":
            town.add_site(cell, industry, **given)
        else:
            site = data.draw(st.sampled_from(sorted(town.state.site)))
            town.move_site(site, cell, industry, **given)
    elif what == "close":
        town.take(
            "site", data.draw(st.sampled_from(sorted(town.state.site))), **given, shift=shift
        )
    else:
        one = data.draw(st.one_of(st.sampled_from(some), st.sampled_from(targets)))
        town.take(*one, **given, shift=shift)


@SMALL
@given(data=st.data())
def test_certificate_names_exactly_what_was_uncovered_then_as_known_then(
    town: Town, data: st.DataObject
) -> None:
    with town.undone():
        steps = data.draw(st.integers(0, 9))
        for number in range(steps):
            at = AT + (number + 1) * DAY
            happens(town, data, at)
            now = named(certificate(node(at), "", at=at))
            assert now == asked(town.as_of(at, at))
        instants = st.integers(0, 24 * (steps + 3)).map(lambda hours: AT + hours * HOUR)
        for at, known in data.draw(st.lists(st.tuples(instants, instants), max_size=8)):
            then = named(certificate(node(END), "", at=at, known_at=known))
            assert then == asked(town.as_of(at, known))


@SMALL
@given(data=st.data())
def test_certificate_of_a_county_then_is_its_part_of_the_whole(
    town: Town, data: st.DataObject
) -> None:
    counties = [area for area in Area.objects.filter(level="county").order_by("path")]
    with town.undone():
        for number in range(data.draw(st.integers(1, 5))):
            happens(town, data, AT + (number + 1) * DAY)
        at, known = (AT + data.draw(st.integers(0, 200)) * HOUR for _ in range(2))
        whole = asked(town.as_of(at, known))
        for county in counties:
            found = named(certificate(node(END), county.path, at=at, known_at=known))
            inside = within(town.as_of(at, known), county.pk)
            assert found == {one for one in whole if one[-1] in inside}


def within(state: State, county: UUID) -> set[UUID]:
    """The areas under ``county`` and the sites that were in them."""
    areas = {county}
    for key, row in state.area.items():
        if row["parent"] in areas:
            areas.add(key)
    return areas | {key for key, row in state.site.items() if row["area"] in areas}


@SMALL
@given(data=st.data())
def test_rechecking_what_a_change_touches_finds_what_a_whole_check_finds(
    town: Town, data: st.DataObject
) -> None:
    targets = town.targets()
    some = st.one_of(st.sampled_from(spine(town, targets)), st.integers(0, len(targets) - 1))
    picks = data.draw(st.lists(some, max_size=3, unique=True))
    with town.undone():
        for number, pick in enumerate(picks):
            before = certificate(node(AT + number * DAY), "", at=AT + number * DAY)
            at = AT + (number + 1) * DAY
            what, key = targets[pick]
            change = changed(town, what, key)
            town.take(what, key, by=node(at), at=at)
            gaps, _ = rechecked(node(at), before, change, at=at)
            assert gaps == list(certificate(node(at), "", at=at).gaps)


def changed(town: Town, what: str, key: object) -> Change:
    if what == "rule":
        return Change(industries=frozenset({str(key)}))
    if what == "person":
        row = town.state.term[key]  # type: ignore[index]
        return Change(persons=frozenset({row["person"]}), posts=frozenset({row["post"]}))
    name = {
        "site": "sites",
        "post": "posts",
        "unit": "units",
        "cell": "areas",
        "outline": "areas",
    }[what]
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
