"""The forms of papers of a visit, kept by whoever keeps the rules."""

from typing import Any

import pytest
from django.test import Client

from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import form_at
from tests.factories import AT

pytestmark = pytest.mark.django_db
PATH = "/admin/rules/form/visit.order/change/"


def typed(keeper: Client, **more: str) -> dict[str, Any]:
    """The form as it stands on the page, with the changes of a day."""
    form = keeper.get(PATH).context["form"]
    found = {name: form[name].value() or "" for name in form.fields}
    dated = {"from_on": "2026-06-01", "source": "本机关核对", "note": "填救济机关"}
    return found | dated | more


def test_remedy_is_changed_and_every_other_line_stays(keeper: Client) -> None:
    before = form_at("visit.order", AT)
    keeper.post(PATH, typed(keeper, remedy="可以向云溪区人民政府申请行政复议。"))

    after = form_at("visit.order", AT.replace(month=7))
    assert before is not None
    assert after is not None
    assert after.paper is not None
    assert after.paper.remedy == "可以向云溪区人民政府申请行政复议。"
    assert (after.template, after.paper.before, after.paper.facts, after.paper.signs) == (
        before.template,
        before.paper and before.paper.before,
        before.paper and before.paper.facts,
        before.paper and before.paper.signs,
    )


def test_line_with_a_place_nobody_fills_is_refused(keeper: Client) -> None:
    count = Version.objects.count()

    answer = keeper.post(PATH, typed(keeper, before="由{nobody}检查。"))

    assert (answer.status_code, Version.objects.count()) == (422, count)
