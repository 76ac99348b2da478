"""Sealed: each test holds something that could leak."""

import pytest

from anhuan.accountability import queries
from anhuan.accountability.models import Matter
from anhuan.accountability.papers import paper
from anhuan.accountability.scope import seen_by, sight_of
from anhuan.accountability.types import Sight, Tab
from anhuan.documents.models import Document
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.queries import due_from, due_from_units
from tests.modules.accountability.procedure import SECRET, Court
from tests.modules.cases.town import build

pytestmark = pytest.mark.django_db
PEOPLE = ("officer", "colleague", "head", "clerk", "grid", "firm", "boss", "leader")


@pytest.fixture
def court(rules, vault):
    return Court(build())


def sights(court, number):
    row = Matter.objects.get(number=number)
    seen = {}
    everybody = {name: getattr(court.town, name) for name in PEOPLE}
    for name, viewer in (everybody | {"chair": court.chair, "second": court.second}).items():
        sight = sight_of(viewer, row)
        assert Matter.objects.filter(seen_by(viewer), pk=row.pk).exists() is (sight is not None)
        if sight is not None:
            seen[name] = sight
    return seen


OFFICE = {"clerk": Sight.OFFICE}
BODY = {"chair": Sight.BODY, "second": Sight.BODY}


def test_lead_and_opened_matter_are_the_offices_alone(court):
    assert sights(court, court.lead()) == OFFICE


def test_opened_matter_is_not_yet_the_persons(court):
    assert sights(court, court.opened()) == OFFICE


def test_notice_opens_it_to_the_person_and_the_body(court):
    assert sights(court, court.notified()) == OFFICE | BODY | {"officer": Sight.SUBJECT}


def test_decision_opens_it_to_the_superior(court):
    number = court.heard()
    court.decide(number)

    found = sights(court, number)

    assert found == OFFICE | BODY | {"officer": Sight.SUBJECT, "head": Sight.SUPERIOR}


@pytest.mark.parametrize("name", ["colleague", "grid", "firm", "leader"])
def test_matter_is_not_found_by_others(court, name):
    number = court.in_force()
    with pytest.raises(Refusal) as refused:
        queries.matter_file(getattr(court.town, name), number)
    assert refused.value.why is Why.NOT_VISIBLE


def test_person_does_not_read_what_the_office_wrote_before(court):
    number = court.notified()

    office = queries.matter_file(court.town.clerk, number)
    own = queries.matter_file(court.town.officer, number)

    assert SECRET in [entry.body.get("finding") for entry in office.story]
    assert SECRET not in str(own.story)
    assert [entry.act.value for entry in own.story] == ["open", "notify"]


def test_superior_reads_the_decision_and_no_statement(court):
    number = court.in_force()

    found = queries.matter_file(court.town.head, number)

    assert [entry.act.value for entry in found.story] == ["decide", "serve"]
    assert (found.cited, queries.record_of(court.town.head, found)) == ((), None)


def test_paper_opens_for_nobody_else(court):
    number = court.in_force()
    document = Document.objects.get(form="matter.notice")

    assert paper(court.town.officer, document.id)[1][:5] == b"%PDF-"
    for other in (court.town.colleague, court.town.grid, court.town.leader):
        with pytest.raises(Refusal) as refused:
            paper(other, document.id)
        assert refused.value.why is Why.NOT_VISIBLE
    assert number


def test_clerk_does_not_see_the_matter_about_himself_before_the_notice(court):
    number = court.opened()
    Matter.objects.filter(number=number).update(person=court.town.clerk.person)

    row = Matter.objects.get(number=number)
    assert sight_of(court.town.clerk, row) is None
    assert queries.matters(court.town.clerk).rows == ()


def test_list_of_the_desk_shows_what_the_viewer_prepares_or_decides(court):
    number = court.notified()

    def listed(viewer, tab=Tab.OPEN):
        return [line.number for line in queries.matters(viewer, tab=tab).rows]

    assert (listed(court.town.clerk), listed(court.chair)) == ([number], [number])
    assert listed(court.town.officer) == listed(court.town.leader) == []
    assert [one.number for one in queries.about_me(court.town.officer)] == [number]
    assert queries.about_me(court.town.colleague) == []


def test_work_of_the_staff_does_not_tell_of_the_matter(court):
    number = court.heard()

    assert number in [item.number for item in due_from(court.chair)]
    for viewer in (court.town.leader, court.town.head, court.town.officer):
        found = [*due_from(viewer), *due_from_units(viewer)]
        assert number not in [item.number for item in found]
