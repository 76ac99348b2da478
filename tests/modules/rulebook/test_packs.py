"""What the shipped checklists must ask, whoever rewrites their words."""

from datetime import UTC, datetime

import pytest

from anhuan.rulebook.queries import checklists_at

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)


def test_installed_is_not_working(rules: int) -> None:
    """That a device hangs there, that it runs and that it is cleaned are three answers."""
    asked = {
        item.code: item
        for item in checklists_at(AT)["small-shop"].checklist.items
        if item.topic == "油烟净化"
    }
    found = {
        word: sorted(code for code, item in asked.items() if word in item.text)
        for word in ("装有", "一起开", "清洗")
    }

    assert found == {"装有": ["ss-18"], "一起开": ["ss-19"], "清洗": ["ss-20"]}
    assert asked["ss-20"].evidence == "清洗记录"
