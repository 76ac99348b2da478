"""A new key takes over: both sign for a term, then the former ends, and nothing that it signed
stops being checked."""

from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from anhuan.base.clock import now
from anhuan.base.sign import fingerprint, holds
from anhuan.kernel.checkpoint import open_checkpoint, parse_checkpoint
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import parse_note
from anhuan.kernel.policy import parse_policy
from anhuan.kernel.proof_file import parse_proof_file
from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Fact
from anhuan.ledger.queries import content_at, logs
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import record
from anhuan.ops import cli
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.log_files import check_of, published
from anhuan.ops.progress import Progress
from anhuan.web.record.leaves import leaf_text
from tests.factories import AT

pytestmark = pytest.mark.django_db

BASE = "anlan.example"
ORIGIN = f"{BASE}/log/2026"


@pytest.fixture
def moment(tmp_path, settings):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    with time_machine.travel(AT, tick=False) as traveller:
        keys.made_at_first()
        written()
        yield traveller


def written(year=2026):
    record(kind="case.plan", subject=uuid4(), version=1, public={}, body={}, by=None, at=now())
    step(year)


def step(year=2026):
    with Sequencer(signers=keys.signers, base=BASE) as one:
        one.step(now(), year)


def said(capsys, *words):
    code = cli.main(["ledger", "rotate", *words])
    found = capsys.readouterr()
    return code, (found.out or found.err).splitlines()


def signers(year=2026):
    return {each.key_id for each in parse_note(shelf.checkpoint(year)).signatures}


def verified(capsys, key, place=2026):
    code = cli.main(["verify", str(shelf.folder(place)), "--key", str(key)])
    capsys.readouterr()
    return code


def key_of(origin=ORIGIN):
    return keys.signers(origin)[0].key


def faults():
    return [one.what for one in check_of(published())(Context(Progress()))]


def test_both_keys_sign_for_the_term_and_then_the_new_one_alone(moment, capsys):
    old = key_of()
    code, lines = said(capsys)
    step()
    new = key_of()
    both = (signers(), verified(capsys, old), verified(capsys, new), faults())

    moment.shift(timedelta(days=91))
    ended, _ = said(capsys, "--finish")
    step()

    assert (code, str(new) in lines, old == new) == (0, True, False)
    assert both == ({old.id, new.id}, 0, 0, [])
    assert (ended, signers(), faults()) == (0, {new.id}, [])
    assert (verified(capsys, old), verified(capsys, new)) == (1, 0)
    recorded = Fact.objects.filter(kind__startswith="ledger.key").order_by("version")
    assert list(recorded.values_list("kind", flat=True)) == [
        "ledger.key-rotated",
        "ledger.key-ended",
    ]


def test_policy_shows_both_keys_and_is_enough_to_check(moment, capsys, tmp_path):
    old = key_of()
    said(capsys)
    step()

    served = Client().get("/log/policy").content

    policy = parse_policy(served)
    assert policy.log_keys() == (key_of(), old)
    place = tmp_path / "policy"
    place.write_bytes(served)
    assert cli.main(["verify", str(shelf.folder(2026)), "--policy", str(place)]) == 0


def test_slip_of_the_former_key_is_proved_by_the_last_checkpoint_it_signed(moment, capsys):
    old = key_of()
    said(capsys)
    step()
    moment.shift(timedelta(days=91))
    said(capsys, "--finish")
    step()
    printed = fingerprint(b64encode(old.key).decode()).replace(" ", "")
    leaf = leaf_text(leaf_hash(content_at(0)))
    address = f"/log/2026/0/{leaf}"

    by_paper = Client().get(f"{address}/proof", {"key": printed}).content
    newest = Client().get(f"{address}/proof").content

    given = Client().get(address).context["given"]["known"]["logs"]
    notes = [parse_proof_file(each).checkpoint for each in (by_paper, newest)]
    kept = open_checkpoint(notes[0], [old], [], holds)
    assert given == [str(key_of()), str(old)]
    assert [{one.key_id for one in parse_note(each).signatures} for each in notes] == [
        {old.id, key_of().id},
        {key_of().id},
    ]
    assert kept.checkpoint.size == 2


def test_log_of_a_year_that_only_the_former_key_signed_stays_checkable(moment, capsys):
    old = key_of()
    moment.shift(timedelta(days=300))
    step(2027)
    said(capsys)
    step(2027)
    moment.shift(timedelta(days=91))
    said(capsys, "--finish")
    step(2027)

    policy = parse_policy(Client().get("/log/policy").content)

    assert [parse_checkpoint(parse_note(log.note.encode()).text).size for log in logs()] == [1, 3]
    assert (faults(), verified(capsys, old, 2026)) == ([], 0)
    assert old in policy.log_keys()


@pytest.mark.parametrize("days, chinese", [(0, "90 天"), (89, "90 天")])
def test_former_key_does_not_end_before_its_term(moment, capsys, days, chinese):
    said(capsys)
    moment.shift(timedelta(days=days))

    code, lines = said(capsys, "--finish")

    assert (code, chinese in lines[0], keys.former() is None) == (1, True, False)


def test_third_key_waits_for_the_end_of_the_first(moment, capsys):
    said(capsys)
    first = key_of()

    code, lines = said(capsys)

    assert (code, "2026-08-09" in lines[0], key_of() == first) == (1, True, True)


def test_takeover_that_broke_off_between_the_files_is_gone_on_with(moment, capsys):
    old = key_of()
    keys.make_key(keys._folder(), keys.NEXT)
    (keys._folder() / keys.KEY).rename(keys._folder() / keys.FORMER)

    code, _ = said(capsys)
    step()

    assert (code, signers()) == (0, {old.id, key_of().id})
    assert not (keys._folder() / keys.NEXT).exists()


def test_takeover_that_broke_off_before_the_record_is_gone_on_with(moment, capsys):
    keys.take_over()
    new = key_of()

    code, _ = said(capsys)

    assert (code, key_of(), Fact.objects.filter(kind="ledger.key-rotated").count()) == (0, new, 1)


def test_key_file_that_is_gone_is_said(moment, capsys):
    (keys._folder() / keys.KEY).unlink()

    code, lines = said(capsys)

    assert (code, lines[0].startswith("密钥文件读不到")) == (2, True)


def test_end_without_a_beginning_is_said(moment, capsys):
    assert said(capsys, "--finish")[1][0] == "没有旧密钥在签名"
