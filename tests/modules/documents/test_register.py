import pytest
from django.db import IntegrityError, transaction

from anhuan.cases.papers import sheet
from anhuan.cases.services import issue_order
from anhuan.documents.models import Document
from anhuan.documents.queries import of_subject, printed, register
from anhuan.documents.services import spoil
from anhuan.kernel.case import Action
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.services.persons import add_certificate
from anhuan.people.types import CertificateKind
from tests import factories as make
from tests.modules.cases.town import DUE, Loop, build, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault):
    town = build()
    for viewer, number in ((town.officer, "37-0411"), (town.colleague, "37-0412")):
        add_certificate(
            person_id=viewer.person,
            kind=CertificateKind.ENFORCEMENT,
            number=number,
            issued_by="安澜市人民政府",
            valid_from=make.TODAY.replace(year=2025),
            valid_to=make.TODAY.replace(year=2027),
            by=None,
            at=make.START,
        )
    return town


def assigned(town):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE, requirement="清空东门两侧")
    return number


def order(town, number):
    return issue_order(number=number, second=town.colleague.person, by=town.officer, at=make.AT)


def test_numbers_run_on_without_a_gap(town):
    for _ in range(3):
        order(town, assigned(town))
    lines = register(town.officer, form="order.rectify", year=2026)
    assert [line.number for line in lines] == [
        f"（枫林安监站）应急责改〔2026〕{serial}号" for serial in (1, 2, 3)
    ]


def test_rolled_back_number_is_given_again(town):
    number = assigned(town)
    with transaction.atomic():
        order(town, number)
        transaction.set_rollback(True)
    order(town, number)
    assert [document.serial for document in Document.objects.all()] == [1]


def test_spoilt_number_stays_in_the_register(town):
    document = order(town, assigned(town))
    spoil(document_id=document, reason="单位名称写错", by=town.officer, at=make.AT)
    order(town, assigned(town))
    lines = register(town.officer, form="order.rectify", year=2026)
    assert [(line.standing, line.spoilt_reason) for line in lines] == [
        ("spoilt", "单位名称写错"),
        ("issued", ""),
    ]


def test_spoilt_without_reason_is_refused_by_the_database(town):
    order(town, assigned(town))
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.update(standing="spoilt")


def test_order_needs_a_second_officer(town):
    number = assigned(town)
    with pytest.raises(Refusal) as refused:
        issue_order(number=number, second=town.officer.person, by=town.officer, at=make.AT)
    assert refused.value == Refusal(Why.MISSING, fields=("second_officer",))


def test_order_needs_two_valid_certificates(town):
    number = assigned(town)
    with pytest.raises(Refusal) as refused:
        issue_order(number=number, second=town.head.person, by=town.officer, at=make.AT)
    assert refused.value.why is Why.CERTIFICATE_EXPIRED


def test_order_prints_the_same_bytes_each_time(town):
    number = assigned(town)
    document = order(town, number)
    subject = of_subject(town.officer, Document.objects.get().subject)[0].subject
    first = printed(town.officer, document, granted=[subject])
    assert first == printed(town.officer, document, granted=[subject])
    assert first[1][:5] == b"%PDF-"


def test_order_of_another_unit_is_not_found(town):
    document = order(town, assigned(town))
    with pytest.raises(Refusal) as refused:
        printed(town.officer, document, granted=[])
    assert refused.value.why is Why.NOT_VISIBLE


def test_sheet_is_a_pdf(town):
    number = assigned(town)
    assert sheet(town.officer, number)[:5] == b"%PDF-"
