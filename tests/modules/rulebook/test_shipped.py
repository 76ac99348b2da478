"""What a newer program ships reaches a node at work, and leaves what the node entered itself."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.ledger.models import Fact
from anhuan.rulebook import services
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import rules_at
from anhuan.rulebook.services import change_rule, load_shipped
from anhuan.rulebook.types import Shipped
from tests.factories import AT

pytestmark = pytest.mark.django_db

KEEPER = Viewer(person=uuid4(), at=AT, capabilities=frozenset({Capability.KEEP_RULES}))
LATER = AT + timedelta(days=1)
NOTHING = Shipped(added=(), changed=(), kept=())


@pytest.fixture
def shipped(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The shipped files as a newer program brings them: ``shipped(name, change)`` rewrites one."""
    for file in services.SEED.glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(services, "SEED", tmp_path)

    def rewritten(name: str, change: Any) -> None:
        path = tmp_path / f"{name}.json"
        rows = json.loads(path.read_text(encoding="utf-8"))
        change(rows)
        path.write_text(json.dumps(rows), encoding="utf-8")

    return rewritten


def row_of(rows: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(row for row in rows if row["code"] == code)


def changed_here(code: str, amount: int) -> None:
    change_rule(
        subject="term",
        code=code,
        value={"amount": amount, "unit": "day"},
        from_on=date(2026, 1, 1),
        source="安澜市文件",
        verified=True,
        by=KEEPER,
        at=AT,
    )


def test_nothing_new_brings_nothing(rules: int) -> None:
    assert load_shipped(at=LATER) == NOTHING
    assert (Version.objects.count(), Fact.objects.count()) == (rules, 0)


def test_new_code_is_entered_as_an_act(rules: int, shipped: Any) -> None:
    shipped("terms", lambda rows: rows.append(row_of(rows, "case.close") | {"code": "case.new"}))

    assert load_shipped(at=LATER) == Shipped(added=("term/case.new",), changed=(), kept=())

    fact = Fact.objects.get()
    assert (fact.kind, fact.public["code"], fact.by) == ("rulebook.shipped", "case.new", None)
    assert rules_at(LATER).term("case.new") == rules_at(LATER).term("case.close")
    assert load_shipped(at=LATER) == NOTHING


def test_capability_that_a_role_got_reaches_the_node(rules: int, shipped: Any) -> None:
    assert Capability.ERASE not in rules_at(AT).capabilities[Role.GRID]
    shipped("capabilities", lambda rows: row_of(rows, "grid")["value"].append("erase"))

    found = load_shipped(at=LATER)

    assert found.changed == ("capability/grid",)
    assert Capability.ERASE in rules_at(LATER).capabilities[Role.GRID]
    assert Capability.ERASE not in rules_at(AT, known_at=AT).capabilities[Role.GRID]


def test_new_version_ends_the_one_before(rules: int, shipped: Any) -> None:
    fresh = {"value": {"amount": 3, "unit": "day"}, "valid_from": "2027-01-01"}
    shipped("terms", lambda rows: rows.append(row_of(rows, "case.recheck") | fresh))

    load_shipped(at=LATER)

    before, after = rules_at(AT), rules_at(AT.replace(year=2027))
    assert (before.term("case.recheck").amount, after.term("case.recheck").amount) == (10, 3)


def test_what_the_node_entered_itself_stays_and_is_named(rules: int, shipped: Any) -> None:
    changed_here("case.recheck", 4)
    fresh = {"value": {"amount": 3, "unit": "day"}, "valid_from": "2026-03-01"}
    shipped("terms", lambda rows: rows.append(row_of(rows, "case.recheck") | fresh))
    count = Version.objects.count()

    assert load_shipped(at=LATER) == Shipped(added=(), changed=(), kept=("term/case.recheck",))

    assert (rules_at(LATER).term("case.recheck").amount, Version.objects.count()) == (4, count)


def test_what_the_node_entered_is_no_news_where_nothing_new_is_shipped(rules: int) -> None:
    changed_here("case.recheck", 4)

    assert load_shipped(at=LATER) == NOTHING


def test_dry_run_names_and_keeps_nothing(rules: int, shipped: Any) -> None:
    shipped("terms", lambda rows: rows.append(row_of(rows, "case.close") | {"code": "case.new"}))

    found = load_shipped(at=LATER, dry_run=True)

    assert (found.added, Version.objects.count()) == (("term/case.new",), rules)
    assert Fact.objects.count() == 0
