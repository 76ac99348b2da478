"""Who may act on whose account: every post held now or later lies in the keeper's areas."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.models import Account, Invitation, Person
from anhuan.territory import accounts
from anhuan.territory.models import Area, Post
from anhuan.territory.services import accounts as services
from anhuan.territory.types import Level
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.usefixtures("rules")
DAY = timedelta(days=1)
Where = tuple[str, datetime, datetime | None]


@pytest.fixture
def areas(rules: int) -> tuple[Area, Area]:
    city = make.area("安澜市")
    here = make.area("云溪区", level=Level.COUNTY, parent=city)
    return here, make.area("平川县", level=Level.COUNTY, parent=city)


@pytest.fixture
def posts(areas: tuple[Area, Area]) -> dict[str, Post]:
    return {
        name: make.post(unit=make.unit(name, area=area))
        for name, area in zip(("here", "there"), areas, strict=True)
    }


@pytest.fixture
def keeper(areas: tuple[Area, Area]) -> Viewer:
    return make.viewer_in(Role.ADMIN, area=areas[0])


def held(posts: dict[str, Post], *spans: Where) -> Person:
    someone = make.person("陈立")
    for name, since, until in spans:
        make.appointed(someone, posts[name], since=since, until=until)
    return someone


START, PAST, LATER = AT - 30 * DAY, AT - DAY, AT + DAY


@pytest.mark.parametrize(
    ("spans", "near", "kept"),
    [
        ([], True, True),
        ([("here", START, None)], True, True),
        ([("there", START, None)], False, False),
        ([("here", START, PAST)], True, True),
        ([("there", START, PAST)], False, False),
        ([("here", START, None), ("there", START, None)], True, False),
        ([("here", START, None), ("there", START, PAST)], True, True),
        ([("here", START, None), ("there", LATER, None)], True, False),
    ],
)
def test_reach_follows_the_posts(
    keeper: Viewer, posts: dict[str, Post], spans: list[Where], near: bool, kept: bool
) -> None:
    someone = held(posts, *spans)

    found = accounts.persons(keeper, words="陈立").rows

    assert (accounts.near(keeper, someone.id), accounts.kept(keeper, someone.id)) == (near, kept)
    assert [row.person.id for row in found] == ([someone.id] if near else [])


ACTS: list[tuple[Any, dict[str, Any]]] = [
    (services.issue_code, {}),
    (services.close_person, {}),
    (services.reopen_person, {}),
    (services.unlock_person, {}),
    (services.end_sessions, {}),
    (services.reveal_phone, {"why": "通知"}),
    (services.correct_person, {"name": "改名"}),
]


@pytest.mark.parametrize(("act", "given"), ACTS)
def test_act_out_of_reach_is_refused(
    keeper: Viewer, posts: dict[str, Post], act: Any, given: dict[str, Any]
) -> None:
    someone = held(posts, ("there", START, None))
    Account.objects.create(person=someone, username="chenli")

    with pytest.raises(Refusal) as refused:
        act(person=someone.id, by=keeper, at=AT, **given)

    assert refused.value.why == Why.NOT_VISIBLE


@pytest.mark.parametrize(("act", "given"), ACTS)
def test_act_on_somebody_with_a_post_elsewhere_is_refused(
    keeper: Viewer, posts: dict[str, Post], act: Any, given: dict[str, Any]
) -> None:
    someone = held(posts, ("here", START, None), ("there", START, None))
    Account.objects.create(person=someone, username="chenli")

    with pytest.raises(Refusal) as refused:
        act(person=someone.id, by=keeper, at=AT, **given)

    assert refused.value.why == Why.WRONG_ROLE


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_act_without_the_capability_is_refused(
    areas: tuple[Area, Area], posts: dict[str, Post], role: Role
) -> None:
    someone = held(posts, ("here", START, None))
    where = {"site": make.site(area=areas[0]).id} if role.value.startswith("firm") else {}
    other = make.viewer_in(role, area=areas[0], **where)

    with pytest.raises(Refusal) as refused:
        services.issue_code(person=someone.id, by=other, at=AT)

    assert (refused.value.why, Invitation.objects.count()) == (Why.WRONG_ROLE, 0)


def test_code_for_a_person_without_account_invites(keeper: Viewer, posts: dict[str, Post]) -> None:
    someone = held(posts, ("here", START, None))
    services.issue_code(person=someone.id, by=keeper, at=AT)
    services.issue_code(person=someone.id, by=keeper, at=AT)
    row = Invitation.objects.get(revoked_at=None)
    assert (row.purpose, Invitation.objects.count()) == ("join", 2)
