"""Whose logs the node confirms and who confirms its own, from the command line."""

import pytest

from anhuan.ledger import keys
from anhuan.ledger.models import Watched, Witness
from anhuan.ops import cli
from tests.kernel.signing import LOG, signer, witness

pytestmark = pytest.mark.django_db

BASE = "anlan.example"
KEY, WITNESS_KEY = str(signer().key), str(witness().key)


@pytest.fixture(autouse=True)
def node(tmp_path, settings):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()


def said(capsys, *words):
    code = cli.main(["witness", *words])
    found = capsys.readouterr()
    return code, (found.out or found.err).splitlines()


def test_log_is_watched_and_the_answer_is_what_its_node_runs(capsys):
    code, lines = said(capsys, "watch", LOG, KEY)

    own = keys.witness(f"{BASE}/witness").key
    assert (code, Watched.objects.get().origin) == (0, LOG)
    assert lines[2] == f"anhuan witness ask https://{BASE}/witness {own}"


def test_second_key_of_a_log_is_added(capsys):
    other = str(signer(LOG, seed="b").key)
    said(capsys, "watch", LOG, KEY)
    said(capsys, "watch", LOG, other)

    assert Watched.objects.get().keys == [KEY, other]


def test_witness_is_asked_once_however_often_it_is_said(capsys):
    said(capsys, "ask", "https://city.example/witness/", WITNESS_KEY)
    code, lines = said(capsys, "ask", "https://city.example/w2", WITNESS_KEY)

    row = Witness.objects.get()
    assert (code, row.url, row.key) == (0, "https://city.example/w2", WITNESS_KEY)
    assert row.name in lines[0]


def test_list_says_who_is_watched_and_asked(capsys):
    said(capsys, "watch", LOG, KEY)
    said(capsys, "ask", "https://city.example/witness", WITNESS_KEY)

    code, lines = said(capsys, "list")

    name = witness().key.name
    assert (code, lines[1:]) == (
        0,
        [
            f"见证 watches  {LOG}  0  —",
            f"请见证 asks  {name}  https://city.example/witness  {WITNESS_KEY}",
        ],
    )


@pytest.mark.parametrize(
    "words, chinese",
    [
        (("watch", "other.example/log/2026", KEY), f"公钥是 {LOG} 的"),
        (("watch", LOG, "nonsense"), "不是公钥：nonsense"),
        (("watch", LOG, "公钥"), "不是公钥：公钥"),
        (("watch", witness().key.name, WITNESS_KEY), "这不是记录的公钥"),
        (("ask", "https://city.example/witness", KEY), "这不是见证方的公钥"),
        (("ask", "city.example/witness", WITNESS_KEY), "不是网址"),
        (("ask", "ftp://city.example/witness", WITNESS_KEY), "不是网址"),
        (("ask", "https://", WITNESS_KEY), "不是网址"),
        (("ask", "https://city.example:99999/", WITNESS_KEY), "不是网址"),
        (("ask", "https://me:word@city.example/", WITNESS_KEY), "不是网址"),
        (("ask", "https://city.example/w?x=1", WITNESS_KEY), "不是网址"),
        (("ask", "https://city.example/\n", WITNESS_KEY), "不是网址"),
        (("ask", f"https://city.example/{'a' * 300}", WITNESS_KEY), "不是网址"),
        (("ask", "https://city.example/"), "选项不对"),
        (("watch", LOG), "选项不对"),
    ],
)
def test_bad_input_is_answered_and_changes_nothing(capsys, words, chinese):
    code, lines = said(capsys, *words)

    assert (code, lines[0].startswith(chinese), len(lines)) == (2, True, 2)
    assert (Watched.objects.count(), Witness.objects.count()) == (0, 0)
