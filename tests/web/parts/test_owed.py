"""Whatever may be due has words, or a page that lists it breaks."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from anhuan.accountability.words import MATTER_DUE
from anhuan.cases.words.acts import TO_DO
from anhuan.kernel.permit import PermitAct
from anhuan.obligations.types import Item
from anhuan.proceedings.words import PROCEEDING_DUE
from anhuan.tasks.words import TASK_DUE
from anhuan.web.parts.owed import due_words

OWED = [
    *(("case", str(act)) for act in TO_DO),
    *(("task", act) for act in TASK_DUE),
    *(("matter", act) for act in MATTER_DUE),
    *(("proceeding", act) for act in PROCEEDING_DUE),
    ("permit", PermitAct.SETTLE.value),
]


def item(act: str, **of: Any) -> Item:
    empty: dict[str, Any] = dict.fromkeys(("case", "post", "unit", "site", "due_on"))
    words = dict.fromkeys(("number", "title", "site_name", "party", "term"), "")
    opened = datetime(2026, 5, 11, tzinfo=UTC)
    given = empty | words | {"ball": True, "estimated": False, "opened_at": opened} | of
    return Item(id=uuid4(), act=act, **given)


@pytest.mark.parametrize(("of", "act"), OWED)
def test_what_is_due_has_words(of: str, act: str) -> None:
    said = due_words(item(act, **{of: uuid4()}))

    assert said not in {"", act}


def test_duty_is_due_under_its_name() -> None:
    assert due_words(item("duty", duty="street-patrol", title="属地检查")) == "属地检查"
