"""A log that signed two histories becomes a case of the committee office, once."""

import pytest

from anhuan.base.jobs import run_one
from anhuan.cases.models import Case
from anhuan.kernel.access import Role
from anhuan.ledger.models import Contradiction
from anhuan.territory.types import Level, UnitKind
from tests import factories as make
from tests.web.record.test_witness import LEAVES, OTHER, request, sent, watched

__all__ = ["watched"]


@pytest.fixture
def offices(rules, watched):
    """A district with its committee office, and one above it."""
    city = make.area("安澜市")
    county = make.area("云溪区", level=Level.COUNTY, parent=city)
    make.unit("云溪区安委办", area=county, kind=UnitKind.COMMITTEE_OFFICE)
    top = make.unit("安澜市安委办", area=city, kind=UnitKind.COMMITTEE_OFFICE)
    clerk = make.person("宋雅")
    make.appointed(clerk, make.post("科长", role=Role.OFFICE, unit=top))
    return top, clerk


def work():
    while run_one():
        pass


def test_fork_is_kept_and_becomes_a_case_of_the_office_above(client, watched, offices):
    top, clerk = offices
    sent(client, request(watched, LEAVES, 10))
    forged = request(watched, OTHER, 10, old=10)

    answers = [sent(client, forged).status_code, sent(client, forged).status_code]
    work()

    case, kept = Case.objects.get(), Contradiction.objects.get()
    assert (answers, case.id) == ([422, 422], kept.id)
    assert (case.unit_id, case.source, case.state, case.found_by) == (
        top.id,
        "monitor",
        "lead",
        None,
    )
    assert case.description.startswith(f"存证记录分叉：{watched.key.name} 的签名密钥在 10 条处")
    viewer = make.viewer_for(clerk)
    assert case.ball_post_id in viewer.posts


def test_second_fork_is_a_second_case(client, watched, offices):
    sent(client, request(watched, LEAVES, 10))
    for other in (OTHER, [*OTHER[:9], LEAVES[0]]):
        sent(client, request(watched, other, 10, old=10))
    work()

    assert (Case.objects.count(), Contradiction.objects.count()) == (2, 2)


def test_job_done_twice_opens_one_case(client, watched, offices):
    from anhuan.cases.services import on_contradiction

    sent(client, request(watched, LEAVES, 10))
    sent(client, request(watched, OTHER, 10, old=10))
    work()
    kept = Contradiction.objects.get()

    on_contradiction(contradiction=kept.id, origin=watched.key.name, size=10, at=make.AT)

    assert Case.objects.count() == 1


def test_fork_without_a_committee_office_waits(client, watched, rules):
    from anhuan.base.models import Job

    sent(client, request(watched, LEAVES, 10))
    sent(client, request(watched, OTHER, 10, old=10))
    work()

    assert (Case.objects.count(), Contradiction.objects.count(), Job.objects.count()) == (0, 1, 1)
