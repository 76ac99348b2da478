"""What stations are asked goes over their connections, and what they answer is kept."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from anhuan.base import clock
from anhuan.kernel.access import Role, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Fact
from anhuan.ops.cli import main
from anhuan.people.services import open_account
from anhuan.telemetry import queries
from anhuan.telemetry.services import adopt_station, ask_station
from anhuan.telemetry.types import Kind, OrderRow, Span, Standing
from anhuan.territory.models import Area
from anhuan.territory.types import Level
from tests import factories as make
from tests.gateways.hj212.device import Device, upload
from tests.gateways.hj212.test_server import until
from tests.modules.telemetry.wire import framed

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "010000A8900016F000169DC0"
AREA = "DataTime=20261122120000;a34004-Rtd=35.20,a34004-Flag=N"
HOURS = {"BeginTime": "20261122080000", "EndTime": "20261122090000"}
Start = Callable[..., Any]


@pytest.fixture
def county(rules: int) -> Area:
    return make.area("云溪区", level=Level.COUNTY)


@pytest.fixture
def officer(county: Area) -> Viewer:
    return make.viewer_in(Role.OFFICER, area=county)


@pytest.fixture
def station(county: Area, officer: Viewer) -> UUID:
    return adopt_station(
        code=CODE, name="甲站", kind=Kind.AIR, area=county.id, password="123456", by=officer,
        at=clock.now(),
    )  # fmt: skip


def ask(by: Viewer, station: UUID, command: str, **details: str) -> UUID:
    return ask_station(station_id=station, command=command, details=details, by=by, at=clock.now())


def order(station: UUID) -> OrderRow:
    return queries.orders(None, station=station)[0]


def result(number: str, command: str, area: str) -> bytes:
    head = f"QN={number};ST=91;CN={command};PW=123456;MN={CODE};Flag=4;"
    return framed(f"{head}CP=&&{area}&&")


def test_history_is_asked_for_stored_and_the_order_done(
    gateway: Start, officer: Viewer, station: UUID
) -> None:
    asked = ask(officer, station, "2061", **HOURS)
    fact = Fact.objects.get(subject=asked)
    assert (fact.kind, fact.public["command"]) == ("station.asked", "2061")
    with Device(gateway().port) as device:
        assert device.ask(upload(CODE, AREA)) == [("9014", "20261122120000123")]
        (request,) = device.hear()
        assert (request.system, request.command, request.password, request.station) == (
            "22", "2061", "123456", CODE,
        )  # fmt: skip
        assert request.parameters == HOURS
        data = "DataTime=20261122080000;a34004-Avg=41.5,a34004-Flag=N"
        device.send(
            result(request.number, "9011", "QnRtn=1"),
            upload(CODE, data, command="2061", number=request.number, flag=4),
            result(request.number, "9012", "ExeRtn=1"),
        )
        until(lambda: order(station).standing is Standing.DONE)
    row = order(station)
    assert (row.number, row.taken, row.executed, row.answers) == (request.number, 1, 1, (data,))
    at = datetime(2026, 11, 22, tzinfo=UTC)
    (hour,) = queries.readings(
        None, stations=[station], start=at, end=at + timedelta(hours=1), span=Span.HOUR
    )
    assert (hour.factor, str(hour.value)) == ("a34004", "41.5")


def test_request_is_sent_again_when_nothing_comes_and_ends_silent(
    gateway: Start, officer: Viewer, station: UUID
) -> None:
    ask(officer, station, "1011")
    with Device(gateway().port) as device:
        device.ask(upload(CODE, AREA))
        requests = device.hear(3)
        assert len({one.raw for one in requests}) == 1
        until(lambda: order(station).standing is Standing.SILENT)


def test_refused_request_ends_with_the_reason_of_the_device(
    gateway: Start, officer: Viewer, station: UUID
) -> None:
    ask(officer, station, "1062", RtdInterval="60")
    with Device(gateway().port) as device:
        device.ask(upload(CODE, AREA))
        (request,) = device.hear()
        assert request.parameters == {"RtdInterval": "60"}
        device.send(result(request.number, "9011", "QnRtn=3"))
        until(lambda: order(station).standing is Standing.REFUSED)
    assert (order(station).taken, order(station).executed) == (3, None)


@pytest.mark.parametrize(
    ("command", "details", "field"),
    [
        ("9999", {}, "command"),
        ("1062", {}, "details"),
        ("1062", {"RtdInterval": "29"}, "details"),
        ("1062", {"RtdInterval": "x"}, "details"),
        ("1011", {"PolId": "a34004"}, "details"),
        ("2061", {"BeginTime": HOURS["EndTime"], "EndTime": HOURS["BeginTime"]}, "details"),
    ],
)
def test_what_the_standard_does_not_allow_is_refused(
    officer: Viewer, station: UUID, command: str, details: dict[str, str], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        ask(officer, station, command, **details)
    assert (refused.value.why, refused.value.facts["field"]) == (Why.MALFORMED, field)


def test_only_who_keeps_the_station_asks_it(county: Area, officer: Viewer, station: UUID) -> None:
    for who, why in (
        (make.viewer_in(Role.GRID, area=county), Why.WRONG_ROLE),
        (
            make.viewer_in(Role.OFFICER, area=make.area("别区", level=Level.COUNTY)),
            Why.NOT_VISIBLE,
        ),
    ):
        with pytest.raises(Refusal) as refused:
            ask(who, station, "1011")
        assert refused.value.why == why
    for _ in range(20):
        ask(officer, station, "1011")
    with pytest.raises(Refusal) as refused:
        ask(officer, station, "1011")
    assert refused.value.why == Why.REPEATED


def test_order_from_the_command_line_is_listed(
    officer: Viewer, station: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    open_account(
        person_id=officer.person,
        username="chenli",
        password="青石桥下面流着三点水",
        by=officer.person,
        at=make.AT,
    )
    words = ["gateway", "ask", CODE, "2061", *(f"{name}={value}" for name, value in HOURS.items())]
    assert main([*words, "--by", "chenli"]) == 0
    assert capsys.readouterr().out.split(maxsplit=1)[1] == "2061 waiting\n"
    assert main(["gateway", "ask", "1" * 24, "--by", "chenli"]) == 2
    assert "There is no station" in capsys.readouterr().err
