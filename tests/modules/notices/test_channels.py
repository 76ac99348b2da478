"""What goes over the wire: to a mail server and to a robot's service of the test's own."""

import json
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from anhuan.notices.channels import Unsent, mail, robots, sms
from anhuan.notices.types import Channel

from .receivers import Mailbox, Service, certified, running

ROBOTS = (Channel.DINGTALK, Channel.WECOM, Channel.FEISHU)
LETTER = {"key": "01a2", "secret": "", "subject": "急：1 件", "text": "急：1 件\n第二行"}


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "anhuan@example.cn"
    with running(box):
        yield box


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Stands where the services stand: the library's address leads here, trust included."""
    trusted, context = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    here = Service()
    here.socket = context.wrap_socket(here.socket, server_side=True)
    for channel in ROBOTS:
        kind = robots.plugin(channel)
        path = kind.notify_url.split("/", 3)[3]
        monkeypatch.setattr(kind, "notify_url", f"{here.base}/{path}")
    with running(here):
        yield here


def post(channel: Channel, **changes: str) -> str:
    said: str = robots.sender(channel)(to="0f1e2d3c", **(LETTER | changes))
    return said


def test_mail_arrives_with_its_key(mailbox: Mailbox, settings: Any) -> None:
    number = mail.send(to="anne@example.cn", **LETTER)

    (got,) = mailbox.mails
    assert (got["To"], got["Subject"], got["From"], got["Message-ID"]) == (
        "anne@example.cn",
        "急：1 件",
        "anhuan@example.cn",
        number,
    )
    assert got.get_content() == "急：1 件\r\n第二行\r\n"
    assert number == f"<01a2@{settings.NODE_NAME}>"


@pytest.mark.parametrize(
    "answer, error, final",
    [("550 no such box", "SMTPDataError 550", True), ("451 later", "SMTPDataError 451", False)],
)
def test_mail_refused(mailbox: Mailbox, answer: str, error: str, final: bool) -> None:
    mailbox.answer = answer
    with pytest.raises(Unsent) as refused:
        mail.send(to="anne@example.cn", **LETTER)

    assert (refused.value.error, refused.value.final) == (error, final)


def test_mail_without_a_server_there(mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    with pytest.raises(Unsent) as refused:
        mail.send(to="anne@example.cn", **LETTER)

    assert (refused.value.error, refused.value.final) == ("ConnectionRefusedError", False)


def test_sms_to_a_file_is_one_line_each(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.SMS_GATEWAY = tmp_path, "file"
    for key in ("1", "2"):
        sms.send(to="13800001234", **(LETTER | {"key": key}))

    lines = [json.loads(line) for line in (tmp_path / "sms.jsonl").read_text().splitlines()]
    assert [(one["key"], one["to"], one["text"]) for one in lines] == [
        ("1", "13800001234", "急：1 件\n第二行"),
        ("2", "13800001234", "急：1 件\n第二行"),
    ]
    assert (tmp_path / "sms.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "channel, path, body",
    [
        (Channel.DINGTALK, "/robot/send?access_token=0f1e2d3c", {"msgtype": "text"}),
        (Channel.WECOM, "/cgi-bin/webhook/send?key=0f1e2d3c", {"msgtype": "text"}),
        (Channel.FEISHU, "/open-apis/bot/v2/hook/0f1e2d3c", {"msg_type": "text"}),
    ],
)
def test_robot_says_its_text(
    service: Service, channel: Channel, path: str, body: dict[str, str]
) -> None:
    post(channel)

    said = {"text": LETTER["text"]} if channel is Channel.FEISHU else {"content": LETTER["text"]}
    field = "content" if channel is Channel.FEISHU else "text"
    assert service.asked == [(path, {**body, field: said})]


def test_robot_with_a_secret_signs(service: Service) -> None:
    post(Channel.DINGTALK, secret="SECabc")

    ((path, _),) = service.asked
    names = [pair.split("=")[0] for pair in path.split("?")[1].split("&")]
    assert names == ["access_token", "timestamp", "sign"]


@pytest.mark.parametrize(
    "status, answer, error, final",
    [
        (200, b'{"errcode": 300001, "errmsg": "token"}', "refused 300001", True),
        (200, b'{"errcode": 130101, "errmsg": "too fast"}', "refused 130101", False),
        (200, b"<html>", "answer not understood", False),
        (200, b"[]", "answer not understood", False),
        (404, b"", "status 404", True),
        (503, b"", "status 503", False),
        (302, b"", "status 302", True),
    ],
)
def test_robot_refused(
    service: Service, status: int, answer: bytes, error: str, final: bool
) -> None:
    service.status, service.answer = status, answer
    with pytest.raises(Unsent) as refused:
        post(Channel.DINGTALK)

    assert (refused.value.error, refused.value.final, len(service.asked)) == (error, final, 1)


def test_robot_of_a_server_nobody_vouches_for(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Unsent) as refused:
        post(Channel.WECOM)

    assert (refused.value.error, service.asked) == (ssl.SSLCertVerificationError.__name__, [])


@pytest.mark.parametrize("channel", ROBOTS)
def test_robot_address_as_its_service_shows_it(channel: Channel) -> None:
    shown = robots.plugin(channel).notify_url.format(token="0f1e2d3c", key="0f1e2d3c")

    assert robots.token_of(channel, f" {shown} ") == "0f1e2d3c"


@pytest.mark.parametrize("channel", ROBOTS)
@pytest.mark.parametrize(
    "given",
    [
        "",
        "https://127.0.0.1/robot/send?access_token=0f1e",
        "http://169.254.169.254/latest",
        "https://example.cn/0f1e",
        "0f1e/../../x",
        "0f1e@127.0.0.1",
        "0f1e&x=1",
        "0f1e\n",
        "a" * 201,
    ],
)
def test_robot_address_of_anything_else(channel: Channel, given: str) -> None:
    found = robots.token_of(channel, given)

    assert found == ("0f1e" if given == "0f1e\n" else None)


def test_robot_address_without_tls() -> None:
    shown = robots.plugin(Channel.WECOM).notify_url.format(key="0f1e")

    assert robots.token_of(Channel.WECOM, shown.replace("https", "http")) is None
