"""A holder on leave with a deputy: the ball is the deputy's, and nothing is a gap."""

from dataclasses import replace
from datetime import timedelta

import pytest

from anhuan.cases.queries import of_site
from anhuan.duty.certificate import certificate
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.gaps import Certificate
from anhuan.territory.models import Post
from anhuan.territory.services import send_on_leave
from tests import factories as make
from tests.factories import AT
from tests.modules.cases.town import Town, build, enter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town(rules: int, vault: object) -> Town:
    return build()


def leave(post: Post) -> None:
    node = Viewer(person=make.person("节点").id, at=AT, capabilities=frozenset(Capability))
    send_on_leave(
        post=post.id,
        deputy=make.person("方宁").id,
        since=AT + DAY,
        until=AT + 4 * DAY,
        because="培训",
        by=node,
        at=AT,
    )


def post_of(viewer: Viewer) -> Post:
    return Post.objects.get(appointments__person=viewer.person)


def test_ball_is_with_the_deputy_during_the_leave_and_back_after_it(town: Town) -> None:
    enter(town, town.officer)
    (line,) = of_site(town.clerk, town.site.id)
    leave(Post.objects.get(pk=line.ball_post))

    names = [
        of_site(replace(town.clerk, at=AT + n * DAY), town.site.id)[0].ball_name for n in (0, 2, 5)
    ]

    assert names == [line.ball_name, "方宁", line.ball_name]


def gaps(town: Town, days: int) -> set[tuple[str, object, object]]:
    at = AT + days * DAY
    found: Certificate = certificate(replace(town.clerk, at=at), town.county.path, at=at)
    return {(gap.kind.value, gap.object, gap.post) for gap in found.gaps}


def test_certificate_is_as_whole_during_a_leave_as_before(town: Town) -> None:
    leave(post_of(town.officer))

    assert gaps(town, 2) == gaps(town, 0) == gaps(town, 5)


def test_certificate_names_the_post_once_the_leave_has_no_deputy_any_more(town: Town) -> None:
    post = post_of(town.officer)
    leave(post)
    post.appointments.filter(acting=True).delete()

    assert gaps(town, 2) - gaps(town, 0) != set()
