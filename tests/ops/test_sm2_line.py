"""A node may add a line of SM2 with SM3 to its checkpoints; everybody else passes it over."""

import shutil
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from anhuan.base import sm2
from anhuan.base.clock import now
from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import open_checkpoint
from anhuan.kernel.note import SM2_SM3, parse_note, verifier_key
from anhuan.kernel.policy import parse_policy
from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Fact
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import record
from anhuan.ops import cli
from tests.factories import AT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program"),
]
ORIGIN = "anlan.example/log/2026"


@pytest.fixture
def node(tmp_path, settings):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, "anlan.example"
    with time_machine.travel(AT, tick=False):
        keys.made_at_first()
        written()
        yield tmp_path


def written():
    record(kind="case.plan", subject=uuid4(), version=1, public={}, body={}, by=None, at=now())
    with Sequencer(signers=keys.signing, base="anlan.example") as one:
        one.step(now(), 2026)


def said(capsys):
    code = cli.main(["ledger", "sm2"])
    found = capsys.readouterr()
    return code, (found.out or found.err).splitlines()


def test_line_stands_beside_the_logs_own_and_holds(node, capsys):
    code, lines = said(capsys)
    written()

    key = verifier_key(lines[-1])
    note = parse_note(shelf.checkpoint(2026))
    line = note.signatures[1]
    point = key.key.removeprefix(SM2_SM3)
    assert (code, key.name, line.key_id, len(note.signatures)) == (0, ORIGIN, key.id, 2)
    assert sm2.holds(point, note.text.encode(), line.value)
    assert not sm2.holds(point, note.text.encode() + b" ", line.value)
    assert not sm2.holds(point, note.text.encode(), line.value[:-1] + bytes([line.value[-1] ^ 1]))
    assert Fact.objects.filter(kind="ledger.sm2-begun").count() == 1


def test_others_pass_the_line_over(node, capsys):
    said(capsys)
    written()

    found = open_checkpoint(shelf.checkpoint(2026), keys.known(ORIGIN), [], holds)
    policy = Client().get("/log/policy").content
    assert found.checkpoint.size == Fact.objects.count()
    assert parse_policy(policy).log_keys() == tuple(each.key for each in keys.signers(ORIGIN))
    assert policy.count(b"# also signed with anlan.example/log/2026+") == 1


def test_second_key_is_refused(node, capsys):
    said(capsys)

    assert said(capsys) == (1, ["这行签名已经有了", "That line is there already"])


def test_log_goes_on_without_the_program(node, capsys, monkeypatch):
    said(capsys)
    monkeypatch.setenv("PATH", str(node))
    (node / keys.SM2).touch()
    written()

    assert len(parse_note(shelf.checkpoint(2026)).signatures) == 1
    assert capsys.readouterr().err.count("checkpoints go without their SM2 line") == 1


@pytest.mark.parametrize(("key", "signature"), [(0, 64), (65, 64), (65, 0)])
def test_what_is_no_key_or_signature_does_not_hold(key, signature):
    assert not sm2.holds(bytes(key), b"text", bytes(signature))
