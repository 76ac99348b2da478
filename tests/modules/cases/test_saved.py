import pytest

from anhuan.cases.models import SavedView
from anhuan.cases.queries import saved_views, tallies
from anhuan.cases.services.saved import MOST, delete_view, rename_view, save_view
from anhuan.cases.types import Filters
from anhuan.kernel.refusal import Refusal, Why
from tests import factories as make
from tests.modules.cases.town import build, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault):
    return build()


def keep(by, name="专项行动", query="open=1&source=campaign"):
    return save_view(name=name, query=query, columns=("due", "number"), by=by)


def why(act, **given):
    with pytest.raises(Refusal) as refused:
        act(**given)
    return refused.value.why


def test_view_kept_is_the_persons_own(town):
    view = keep(town.officer)
    (own,) = saved_views(town.officer)
    assert (own.id, own.name, own.filters) == (
        view,
        "专项行动",
        Filters(open=True, sources=frozenset({"campaign"})),
    )
    assert saved_views(town.clerk) == ()


def test_view_of_the_same_name_is_replaced(town):
    first = keep(town.officer)
    assert keep(town.officer, query="open=1") == first
    assert [one.query for one in saved_views(town.officer)] == ["open=1"]


def test_view_with_forgotten_words_keeps_its_name(town):
    keep(town.officer, query="colour=red")
    assert [(one.name, one.filters) for one in saved_views(town.officer)] == [("专项行动", None)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [(" ", Why.MISSING), ("长" * 31, Why.MALFORMED), ("a\x00", Why.MALFORMED)],
)
def test_view_name_refused(town, name, expected):
    assert why(keep, by=town.officer, name=name) is expected


def test_views_are_limited(town):
    for number in range(MOST):
        keep(town.officer, name=f"第 {number} 个")
    assert why(keep, by=town.officer) is Why.TOO_MANY
    keep(town.officer, name="第 3 个")


def test_view_of_another_person_cannot_be_touched(town):
    view = keep(town.officer)
    assert why(rename_view, view=view, name="我的", by=town.clerk) is Why.NOT_VISIBLE
    assert why(delete_view, view=view, by=town.clerk) is Why.NOT_VISIBLE
    assert SavedView.objects.get().name == "专项行动"


def test_view_renamed_and_deleted(town):
    view = keep(town.officer)
    keep(town.officer, name="另一个")
    rename_view(view=view, name="新名", by=town.officer)
    assert why(rename_view, view=view, name="另一个", by=town.officer) is Why.REPEATED
    delete_view(view=view, by=town.officer)
    assert [one.name for one in saved_views(town.officer)] == ["另一个"]


def test_tallies_answer_each_question(town):
    enter(town, town.officer)
    elsewhere = Filters(area=make.area("桐江市").id)
    asked = [Filters(open=True), Filters(grade="major"), elsewhere]
    assert tallies(town.officer, asked) == [(1, False), (0, False), None]
