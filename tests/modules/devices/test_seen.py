"""The checkpoint a phone held is held against the node's own log; no act is lost over it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anhuan.inspections.models import Visit
from anhuan.ledger import keys, queries
from anhuan.ledger.models import Fact
from anhuan.ledger.sequencer import Sequencer
from tests import factories as make
from tests.modules.cases.town import Town, build, enter
from tests.modules.devices.phone import Phone, phone_of, sealed, small_shop

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(hours=2)


@pytest.fixture
def town(rules: int, vault: Path, settings: Any, tmp_path: Path) -> Town:
    settings.DATA_DIR = tmp_path
    keys.made_at_first()
    small_shop()
    return build()


def signed() -> dict[str, Any]:
    """What a phone is told of the log as it stands."""
    with Sequencer(signers=keys.signers, base="anhuan.example/yunxi") as one:
        one.step(LATER, 2026)
    head = queries.head()
    assert head is not None
    return {"size": head.size, "root": head.root}


def visited(phone: Phone, town: Town, seen: dict[str, Any]) -> Any:
    """A visit whose acts name that checkpoint; what its first act says of it for good."""
    phone.at = LATER - timedelta(hours=1)
    key = phone.visit(town.site.id)
    phone.made = [sealed(act | {"seen": seen}) for act in phone.made]
    assert phone.said(at=LATER + timedelta(hours=1)) == ["done"] * 3
    fact = Fact.objects.get(kind="visit.open", subject=key)
    return fact.public["field"]["seen"], Visit.objects.get(pk=key).began_at


def test_checkpoint_of_the_log_is_kept_with_the_act(town: Town) -> None:
    phone = phone_of(town.grid)
    old = signed()
    enter(town, town.officer)
    signed()

    said, _ = visited(phone, town, old)

    assert said == old


@pytest.mark.parametrize("change", ["root", "size"])
def test_checkpoint_the_log_never_had_is_noted_and_bounds_nothing(town: Town, change: str) -> None:
    phone = phone_of(town.grid)
    head = signed()
    other = {"root": "A" * 43 + "=", "size": head["size"] + 1}
    wrong = head | {change: other[change]}

    said, began = visited(phone, town, wrong)

    assert said == wrong | {"contradicted": True}
    assert began == LATER - timedelta(minutes=59)


def test_checkpoint_contradicts_nothing_while_the_files_are_away(
    town: Town, tmp_path: Path
) -> None:
    phone = phone_of(town.grid)
    head = signed()
    (tmp_path / "log").rename(tmp_path / "moved")

    said, _ = visited(phone, town, head)

    assert said == head
