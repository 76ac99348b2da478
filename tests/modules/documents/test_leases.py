"""Numbers lent to phones: used, spoilt or taken back, never lost and never given twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from anhuan.base.ids import new_id
from anhuan.documents import jobs, registers
from anhuan.documents.checking import unaccounted
from anhuan.documents.models import Document, Lease
from anhuan.documents.queries import blocks_of, of_subject
from anhuan.documents.services import (
    end_leases,
    issue_leased,
    issue_provisional,
    lease,
    spoil_leased,
)
from anhuan.documents.services.leasing import Made
from anhuan.kernel import paper
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.rulebook.services import load_seed
from tests import factories as make
from tests.modules.cases.town import Town, build

pytestmark = pytest.mark.django_db

ORDER = "visit.order"
SAID = {"title": "责令限期整改指令书", "items": [{"text": "安全出口堆着板材"}]}


@pytest.fixture
def town(rules: int) -> Town:
    return build()


def lent(by: Viewer, device: UUID) -> UUID:
    return lease(form=ORDER, device=device, by=by, at=make.AT)


def made(**more: Any) -> Made:
    given: dict[str, Any] = {
        "form": ORDER,
        "subject": new_id(),
        "site": None,
        "area_path": "",
        "content": SAID,
        "digest": paper.digest(SAID),
    }
    return Made(**(given | more))


def issued(by: Viewer, device: UUID, block: UUID, serial: int, **more: Any) -> str:
    return issue_leased(
        document_id=more.pop("document_id", new_id()),
        lease=block,
        serial=serial,
        device=device,
        made=made(**more),
        by=by,
        at=make.AT,
    ).number


def why(call: Any) -> Why:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.why


def test_block_is_ten_numbers_of_the_own_unit(town: Town) -> None:
    device = new_id()
    lent(town.officer, device)

    (block,) = blocks_of(device, at=make.AT)
    assert (block.unit, block.word, block.first, block.last, block.next) == (
        town.station.id,
        "枫林安监站",
        1,
        10,
        1,
    )


def test_phone_with_numbers_left_gets_the_block_it_has(town: Town) -> None:
    device = new_id()
    first = lent(town.officer, device)

    assert (lent(town.officer, device), Lease.objects.count()) == (first, 1)


def test_phone_that_runs_low_gets_another_block(town: Town) -> None:
    device = new_id()
    first = lent(town.officer, device)
    for serial in range(1, 8):
        issued(town.officer, device, first, serial)

    assert lent(town.officer, device) != first
    assert [(one.first, one.next) for one in blocks_of(device, at=make.AT)] == [(1, 8), (11, 11)]


def test_village_staff_gets_no_numbers(town: Town) -> None:
    assert why(lambda: lent(town.grid, new_id())) is Why.WRONG_ROLE


def test_form_that_is_no_paper_of_a_visit_is_not_lent(town: Town) -> None:
    def other() -> UUID:
        return lease(form="order.rectify", device=new_id(), by=town.officer, at=make.AT)

    assert why(other) is Why.NO_SUCH_RULE


def test_number_on_paper_is_the_number_of_the_register(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)

    number = issued(town.officer, device, block, 4)

    (held,) = blocks_of(device, at=make.AT)
    assert number == held.pattern.format(word=held.word, year=held.year, serial=4)
    assert number == "（枫林安监站）应急责改〔2026〕现4号"


def test_number_is_used_once(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)
    issued(town.officer, device, block, 1)

    assert why(lambda: issued(town.officer, device, block, 1)) is Why.REPEATED
    assert Document.objects.count() == 1


@pytest.mark.parametrize("serial", [0, 11, -1])
def test_number_outside_the_block_is_refused(town: Town, serial: int) -> None:
    device = new_id()
    block = lent(town.officer, device)

    assert why(lambda: issued(town.officer, device, block, serial)) is Why.MALFORMED


def test_block_of_another_phone_is_not_found(town: Town) -> None:
    block = lent(town.officer, new_id())

    assert why(lambda: issued(town.officer, new_id(), block, 1)) is Why.NOT_VISIBLE


def test_digest_that_is_not_the_contents_is_refused(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)

    def forged() -> str:
        return issued(town.officer, device, block, 1, digest="0" * 64)

    assert (why(forged), Document.objects.count()) == (Why.MALFORMED, 0)


def test_spoilt_number_stays_with_its_reason(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)
    issued(town.officer, device, block, 1)
    for serial, reason in ((1, "单位名称写错"), (2, "纸弄湿了")):
        spoil_leased(
            document_id=new_id(),
            lease=block,
            serial=serial,
            device=device,
            form=ORDER,
            reason=reason,
            by=town.officer,
            at=make.AT,
        )

    held = registers.whole(town.officer, form=ORDER, unit=town.station.id, year=2026)
    stood = [(one.serial, one.line.spoilt_reason) for one in held if one.line is not None]
    assert stood == [(1, "单位名称写错"), (2, "纸弄湿了")]
    assert [one.serial for one in held if one.line is None] == list(range(3, 11))


def test_revoked_phone_gives_its_numbers_back(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)
    issued(town.officer, device, block, 3)

    left = end_leases(device=device, reason="手机丢失", by=town.clerk.person, at=make.AT)

    spoilt = Document.objects.filter(standing="spoilt")
    assert left == 9
    assert sorted(spoilt.values_list("serial", "spoilt_reason")) == [
        (n, "手机丢失") for n in range(1, 11) if n != 3
    ]
    assert why(lambda: issued(town.officer, device, block, 1)) is Why.ENDED
    assert Fact.objects.filter(kind="lease.ended").count() == 1


def test_block_ends_with_its_year(town: Town) -> None:
    device = new_id()
    lent(town.officer, device)
    later = make.AT + timedelta(days=300)

    for item in jobs.due(later):
        jobs.run(item, later)

    assert (jobs.due(make.AT), jobs.due(later)) == ([], [])
    assert Document.objects.filter(spoilt_reason="年度终了，号段未用").count() == 10


def test_provisional_paper_gets_the_next_number(town: Town) -> None:
    device, document = new_id(), new_id()
    lent(town.officer, device)

    number = issue_provisional(
        document_id=document,
        provisional="手机 7-1",
        made=made(),
        unit=town.station.id,
        by=town.officer,
        at=make.AT,
    ).number

    row = Document.objects.get()
    assert (row.id, row.serial, row.provisional) == (document, 11, "手机 7-1")
    assert number == "（枫林安监站）应急责改〔2026〕现11号"


def test_paper_is_found_under_each_case_it_orders(town: Town) -> None:
    device, cases = new_id(), [new_id(), new_id()]
    block = lent(town.officer, device)
    number = issued(town.officer, device, block, 1, mentions=cases)

    found = [[line.number for line in of_subject(town.officer, one)] for one in cases]
    assert found == [[number], [number]]


def test_number_that_stands_nowhere_is_named(town: Town) -> None:
    device = new_id()
    block = lent(town.officer, device)
    issued(town.officer, device, block, 1)
    before = list(unaccounted())
    Lease.objects.update(last=8)

    assert before == []
    assert [left for _, left in unaccounted()] == [[9, 10]]


def test_register_of_another_unit_is_not_found(town: Town) -> None:
    lent(town.officer, new_id())

    def read() -> Any:
        return registers.whole(town.clerk, form=ORDER, unit=town.station.id, year=2026)

    assert why(read) is Why.NOT_VISIBLE


@pytest.mark.django_db(transaction=True)
def test_ten_phones_at_once_share_no_number() -> None:
    load_seed(at=make.START)
    town = build()
    devices = [new_id() for _ in range(10)]

    def work(device: UUID) -> None:
        try:
            for _ in range(2):
                block = lent(town.officer, device)
                held = Lease.objects.get(pk=block)
                for serial in range(held.first, held.last):
                    issued(town.officer, device, block, serial)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, devices))

    numbers = list(Document.objects.values_list("number", flat=True))
    assert (len(numbers), len(set(numbers))) == (180, 180)
    assert list(unaccounted()) == []
