"""Who was responsible on a day: the site's three lines, the areas above, and the acts."""

from datetime import timedelta

import pytest

from anhuan.duty.certificate import certificate_of_site
from anhuan.duty.models import Charge
from anhuan.duty.responsible import responsible
from anhuan.kernel.access import Role
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.services import load_seed
from anhuan.territory.models import Area
from tests.factories import AT, START, viewer_in
from tests.modules.duty.oracle import Town
from tests.modules.duty.test_certificate import node

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town() -> Town:
    load_seed(at=START)
    built = Town()
    built.rules()
    return built


def said(rows: list[object]) -> dict[tuple[str, str, str], tuple[str, bool, bool]]:
    """Line, level and side to who, whether charged by an act, whether appointed by one."""
    return {
        (
            row.answer.column.line.value,  # type: ignore[attr-defined]
            row.answer.column.level,  # type: ignore[attr-defined]
            row.answer.column.side.value,  # type: ignore[attr-defined]
        ): (
            row.person != "",  # type: ignore[attr-defined]
            row.charged is not None,  # type: ignore[attr-defined]
            row.appointed is not None,  # type: ignore[attr-defined]
        )
        for row in rows
        if row.answer.column.subject == "safety"  # type: ignore[attr-defined]
    }


def test_every_line_and_level_is_answered_with_its_acts(town: Town) -> None:
    site = next(iter(town.state.site))

    found = said(list(responsible(node(AT), site=site, at=AT)))

    named = (True, True, True)
    assert found == {
        ("enterprise", "", "enterprise"): named,
        ("industry", "county", "government"): (True, False, True),
        ("territory", "cell", "government"): named,
        ("territory", "street", "government"): named,
        ("territory", "street", "party"): named,
        ("territory", "county", "government"): named,
        ("territory", "county", "party"): named,
        ("territory", "city", "government"): named,
        ("territory", "city", "party"): named,
    }


def test_correction_shows_only_to_those_who_ask_as_known_now(town: Town) -> None:
    site, row = next(iter(town.state.site.items()))
    Charge.objects.filter(object=row["area"]).update(recorded_to=AT + DAY)
    key = ("territory", "cell", "government")

    now = said(list(responsible(node(AT + 2 * DAY), site=site, at=AT)))
    then = said(list(responsible(node(AT + 2 * DAY), site=site, at=AT, known_at=AT)))

    assert (now[key][0], then[key][0]) == (False, True)


def test_who_was_responsible_is_only_for_those_who_reach_the_site(town: Town) -> None:
    site = next(iter(town.state.site))
    elsewhere = Area.objects.filter(level="county").order_by("-path").first()
    assert elsewhere is not None
    stranger = viewer_in(Role.OFFICER, area=elsewhere)

    with pytest.raises(Refusal) as answers:
        responsible(stranger, site=site, at=AT)
    with pytest.raises(Refusal) as certified:
        certificate_of_site(stranger, site, at=AT)

    assert (answers.value.why, certified.value.why) == (Why.NOT_VISIBLE, Why.NOT_VISIBLE)


def test_firm_itself_asks_for_its_own_site(town: Town) -> None:
    site = next(iter(town.state.site))
    viewer = viewer_in(Role.FIRM_HEAD, site=site)

    assert len(responsible(viewer, site=site, at=AT)) == 18
