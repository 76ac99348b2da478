"""A person goes through the whole product and is erased: nothing of the person is left, and the
record proves what it proved before."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from anhuan.api.models import Once
from anhuan.base.jobs import enqueue
from anhuan.cases.asking import asked_from
from anhuan.cases.exporting import export_ledger
from anhuan.cases.models import Case, Reporter
from anhuan.cases.outgoing.services import ask as ask_export
from anhuan.evidence.models import File, Use
from anhuan.kernel.access import Role
from anhuan.kernel.case import Action
from anhuan.ledger import keys
from anhuan.ledger.models import Body, Entry
from anhuan.ledger.sequencer import Sequencer
from anhuan.notices.services import notify
from anhuan.notices.services.addresses import enter as enter_address
from anhuan.notices.types import Channel
from anhuan.ops.against import against_database
from anhuan.ops.doctor import CHECKS, examine
from anhuan.ops.progress import Progress
from anhuan.people import services as people
from anhuan.people.models import Account, Person
from anhuan.people.types import CertificateKind, Scope
from anhuan.territory.models import Area
from tests import factories as make
from tests.modules.cases.reading_files import csv_bytes
from tests.modules.cases.test_importing_files import bring
from tests.modules.cases.test_importing_rows import BLANK, HEADING, line
from tests.modules.cases.town import Loop, build, enter, photo
from tests.modules.erasure.standing import erased, erasers, left, work

NAME, PHONE, CARD = "欧阳雪晴", "13912345678", "370102199001011234"
USERNAME, NUMBER, OTHER = "ouyangxueqing", "鲁执法370188", "宋向阳"
WORDS = [NAME, PHONE, CARD, USERNAME, NUMBER]
BASE = "anlan.example"
GONE = (
    "注意 note  commitments  {}: 条正文已依法删除，记录照旧可证 / bodies were lawfully erased; "
    "their entries stand"
)


@pytest.fixture
def node(db: None, tmp_path: Any, settings: Any, rules: int) -> Any:
    settings.DATA_DIR = tmp_path / "data"
    settings.SMS_GATEWAY = "file"
    keys.made_at_first()
    return build()


def person(role: Role, title: str, **where: Any) -> Any:
    """Somebody entered, appointed and signed in as anyone is."""
    key = people.add_person(name=NAME, phone=PHONE, by=None, at=make.AT)
    someone = Person.objects.get(pk=key)
    make.appointed(someone, make.post(title, role=role, **where))
    account = people.open_account(
        person_id=key, username=USERNAME, password="青石桥下三点水", by=None, at=make.AT
    )
    for name in (f"{NAME}的台式机", "备用"):
        people.issue_token(
            account_id=account,
            name=name,
            scopes=[Scope.READ],
            term=timedelta(days=9),
            by=key,
            at=make.AT,
        )
    people.suggest(text=f"{NAME}：字太小，电话{PHONE}", page="", by=key, at=make.AT)
    Client().force_login(Account.objects.get(pk=account))
    viewer = make.viewer_for(someone)
    enter_address(channel=Channel.SMS, target=PHONE, by=viewer, at=make.AT)
    return viewer


def acted(town: Any, viewer: Any) -> str:
    """A case in which the person is named at every turn; its number."""
    done = enter(
        town,
        town.officer,
        description=f"{NAME}所管通道被堵，身份证{CARD}",
        spot=f"{NAME}办公室",
        reporter_name=NAME,
        reporter_contact=PHONE,
    )
    loop = Loop(town, done.number)
    loop.to_underway(responsible=NAME, acceptor=NAME, measure=f"由{NAME}（{PHONE}）清空")
    loop.do(Action.CONTROL, town.firm, interim=f"{NAME}看守")
    loop.do(Action.NOTE, town.officer, photo(viewer, shade=77), note=f"已电话{PHONE}通知{NAME}")
    loop.do(Action.REQUEST_VOID, town.officer, code="other", reason=f"与{NAME}无关")
    return done.number


def around(town: Any, viewer: Any) -> None:
    """What lies beside the acts: an import, exports, messages, jobs, answers kept."""
    row = line(**{"整改责任人": NAME, "隐患描述": f"{NAME}工位电线裸露", "备注": PHONE})
    path = _sheet(town, [row])
    bring(town, path)
    path.unlink()
    asked = asked_from([("open", "any"), ("q", NAME)])
    ask_export(replace(asked), full=True, by=town.clerk, at=make.AT)
    notify(
        to=[town.head.person],
        topic="export.done",
        params={"done": 1, "who": NAME},
        subject_kind="export",
        subject=viewer.person,
        key=f"told:{viewer.person}",
        at=make.AT,
    )
    enqueue("anhuan.nothing", {"said": NAME}, run_at=datetime(2999, 1, 1, tzinfo=UTC))
    said = json.dumps({"title": NAME}, ensure_ascii=False).encode()
    Once.objects.create(
        account=viewer.person, key="k1", digest="d", status=201, content=said, at=make.AT
    )


def _sheet(town: Any, rows: list[dict[str, str]]) -> Any:
    from django.conf import settings

    path = settings.DATA_DIR.parent / "台账.csv"
    told = [[(BLANK | row)[name] for name in HEADING] for row in rows]
    path.write_bytes(csv_bytes([HEADING, *told]))
    return path


def written() -> None:
    with Sequencer(signers=keys.signers, base=BASE) as one:
        while one.step(datetime(2026, 6, 1, tzinfo=UTC), 2026):
            pass


def checked() -> tuple[int, list[str]]:
    """The code of the check against the database and of the doctor together, and the notes on
    what was erased."""
    out = io.StringIO()
    quiet = Progress(io.StringIO())
    code = against_database(out, quiet) + examine(
        out, as_json=False, progress=quiet, checks={"commitments": CHECKS["commitments"]}
    )
    return code, [each for each in out.getvalue().splitlines() if "erased" in each]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.FIRM_OFFICER])
def test_person_is_nowhere_after_the_erasure_and_the_record_holds(node: Any, role: Role) -> None:
    town = node
    where = {"unit": town.station} if role is Role.OFFICER else {"site": town.site.id}
    viewer = person(role, "副科长", **where)
    people.add_certificate(
        person_id=viewer.person,
        kind=CertificateKind.ENFORCEMENT,
        number=NUMBER,
        issued_by="安澜市",
        valid_from=date(2020, 1, 1),
        valid_to=date(2030, 1, 1),
        by=None,
        at=make.AT,
    )
    number = acted(town, viewer)
    around(town, viewer)
    work()
    written()
    before = {row.position: bytes(row.content) for row in Entry.objects.all()}
    assert {word for _, word in left(WORDS)} == set(WORDS)

    asker, second = erasers(Area.objects.get(parent=None))
    shown = [str(use) for use in Use.objects.filter(by=viewer.person).values_list("pk", flat=True)]
    done = erased(asker, second, person=viewer.person, terms=[CARD], uses=shown)
    written()

    assert left(WORDS) == []
    code, notes = checked()
    assert (code, notes) == (0, [GONE.format(done.acts)] * 2)
    assert before == {
        row.position: bytes(row.content) for row in Entry.objects.filter(position__in=before)
    }
    assert (File.objects.filter(uses__in=shown).count(), Reporter.objects.count()) == (0, 0)
    case = Case.objects.get(number=number)
    assert (case.responsible, case.is_open) == ("已依法删除", True)
    exported = BytesIO()
    asked = asked_from([("open", "any")])
    export_ledger(town.clerk, asked.filters, asked.sort, None, exported)
    assert [word for word in WORDS if word.encode() in exported.getvalue()] == []
    loop = Loop(town, number)
    loop.at = make.AT + timedelta(hours=1)
    assert loop.do(Action.NOTE, town.officer, note="照常办理").number == number


@pytest.mark.django_db(transaction=True)
def test_namesake_that_is_spared_stays(node: Any) -> None:
    kept = enter(node, node.officer, description=f"{OTHER}路口堆物")
    gone = enter(node, node.officer, description=f"{OTHER}（报案人）所住楼道堆物")
    someone = make.person(OTHER)
    added = people.add_person(name=OTHER, phone=PHONE, by=None, at=make.AT)
    asker, second = erasers(Area.objects.get(parent=None))
    facts = list(Body.objects.filter(fact__subject=kept.case.id).values_list("pk", flat=True))
    obligations = list(_obligations(kept.case.id))
    spared = [f"cases.Case:{kept.case.id}", *(f"ledger.Body:{one}" for one in facts)]
    spared += [f"obligations.Obligation:{one}" for one in obligations]

    done = erased(asker, second, terms=[OTHER], spared=spared)

    assert (
        Case.objects.get(pk=kept.case.id).description,
        Case.objects.get(pk=gone.case.id).description,
        Person.objects.get(pk=someone.pk).name,
        done.acts,
    ) == (f"{OTHER}路口堆物", "已依法删除（报案人）所住楼道堆物", OTHER, 1)
    assert Body.objects.get(fact__subject=added).content["name"] == OTHER


def _obligations(case: Any) -> Any:
    from anhuan.obligations.models import Obligation

    return Obligation.objects.filter(case=case).values_list("pk", flat=True)


@pytest.mark.django_db(transaction=True)
def test_sentence_that_waits_in_a_session_goes_with_it(node: Any) -> None:
    keepers = [Client(), Client()]
    for number, keeper in enumerate(keepers):
        key = people.open_account(
            person_id=make.person(f"管理{number}").pk,
            username=f"keeper{number}",
            password="青石桥下三点水",
            by=None,
            at=make.AT,
        )
        keeper.force_login(Account.objects.get(pk=key))
    session = keepers[0].session
    session["toast"] = f"{NAME}已录入"
    session.save()
    asker, second = erasers(Area.objects.get(parent=None))

    erased(asker, second, terms=[NAME])

    assert [bool(dict(keeper.session)) for keeper in keepers] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_search_no_longer_finds_the_person(node: Any) -> None:
    enter(node, node.officer, description=f"{NAME}堵住通道")
    asker, second = erasers(Area.objects.get(parent=None))

    def found() -> int:
        asked = asked_from([("open", "any"), ("q", NAME)])
        return export_ledger(node.clerk, asked.filters, asked.sort, None, BytesIO())

    before = found()
    erased(asker, second, terms=[NAME])

    assert (before, found()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_erasures_are_entries_that_name_only_the_ground(node: Any) -> None:
    enter(node, node.officer, description=f"{NAME}堵住通道")
    asker, second = erasers(Area.objects.get(parent=None))

    done = erased(asker, second, terms=[NAME], ground="consent-withdrawn")
    written()

    entries = [json.loads(bytes(row.content)) for row in Entry.objects.order_by("position")]
    kinds = [one["k"] for one in entries if one["k"].startswith(("erasure", "ledger.erased"))]
    assert kinds == [
        "erasure.asked",
        "erasure.chosen",
        "erasure.confirmed",
        "ledger.erased",
        "erasure.done",
    ]
    assert {one["g"] for one in entries if one["k"] == "ledger.erased"} == {"consent-withdrawn"}
    assert (done.state, bytes(done.terms_sealed), done.acts) == ("done", b"", 1)
