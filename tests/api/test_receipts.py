"""The slip of an act over HTTP."""

from base64 import urlsafe_b64decode

import pytest

from anhuan.base.sign import holds
from anhuan.kernel.check_phrase import check_phrase
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.received import open_received
from anhuan.kernel.slip import slip_of
from anhuan.ledger import keys
from anhuan.ledger.sequencer import Sequencer
from tests import factories as make
from tests.api.ways import door
from tests.modules.accountability.procedure import Court
from tests.modules.cases.town import build
from tests.modules.proceedings.hearing import Hearing
from tests.modules.tasks.asking import Asking

BASE = "anhuan.example"


def test_receipt_says_received_and_then_where(town, of, settings, tmp_path):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()
    officer = of(town.officer)
    path = f"/cases/{officer.open(door(town))}/acts/1/receipt"

    waiting = officer.get(path).json()
    with Sequencer(signers=keys.signers, base=BASE) as one:
        one.step(make.AT, 2026)
    placed = officer.get(path).json()

    leaf = leaf_hash(placed["entry"].encode())
    note = open_received(waiting["received"].encode(), [keys.receiving().key], holds)
    assert [waiting[name] for name in ("year", "index", "link", "key")] == [None, None, "", ""]
    assert note.leaf == leaf == urlsafe_b64decode(placed["leaf"] + "=")
    assert slip_of(placed["link"]).leaf == leaf
    assert (placed["year"], slip_of(placed["link"]).index) == (2026, placed["index"])
    assert (tuple(placed["words"]), placed["seen"]) == (check_phrase(leaf), [])
    assert (placed["received"], placed["leaf"]) == (waiting["received"], waiting["leaf"])


@pytest.fixture(params=["tasks", "matters", "proceedings"])
def beside(request, town, clock):
    """An act that is on no case: whoever sees it, its address."""
    if request.param == "tasks":
        number = Asking(town).give().number
    elif request.param == "matters":
        court = Court(town)
        number = court.opened()
        clock.move_to(court.at)
    else:
        hearing = Hearing(town)
        number = hearing.propose()
        clock.move_to(hearing.at)
    return town.clerk, f"/{request.param}/{number}/acts"


def test_receipt_of_acts_beside_cases_is_there_for_whoever_sees_them(
    beside, of, settings, tmp_path
):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()
    viewer, address = beside
    with Sequencer(signers=keys.signers, base=BASE) as one:
        one.step(make.AT, 2026)

    placed = of(viewer).get(f"{address}/1/receipt").json()
    missing = of(viewer).get(f"{address}/99/receipt").status_code
    unseen = of(build().officer).get(f"{address}/1/receipt").status_code

    leaf = leaf_hash(placed["entry"].encode())
    assert (slip_of(placed["link"]).leaf, placed["imported"]) == (leaf, False)
    assert (missing, unseen) == (404, 404)


def test_receipt_out_of_sight_or_of_no_act_is_not_there(town, of):
    officer, stranger = of(town.officer), of(build().officer)
    number = officer.open(door(town))

    answers = [
        stranger.get(f"/cases/{number}/acts/1/receipt"),
        officer.get(f"/cases/{number}/acts/2/receipt"),
        officer.get("/cases/C-2026-999999/acts/1/receipt"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
