"""Anybody reads the files of the log, and of an entry only what its slip lets him."""

import pytest

from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import open_checkpoint
from anhuan.kernel.log_entry import decode
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.policy import parse_policy
from anhuan.kernel.proof_file import check_proof_file, parse_proof_file
from anhuan.kernel.tile_audit import Checked, audit
from anhuan.ledger import keys
from anhuan.ledger.models import Entry
from anhuan.web.record.leaves import leaf_text
from tests.web.record.conftest import ORIGIN

pytestmark = pytest.mark.django_db


def own_key():
    return keys.signers(ORIGIN)[0].key


def slip(index):
    leaf = bytes(Entry.objects.get(position=index).leaf)
    return f"/log/2026/{index}/{leaf_text(leaf)}"


def test_log_read_over_http_is_sound(client, written, settings):
    settings.LOG_ENTRIES = True
    written(300)
    head = open_checkpoint(client.get("/log/2026/checkpoint").content, [own_key()], [], holds)

    def read(path):
        answer = client.get(f"/log/2026/{path}")
        return answer.content if answer.status_code == 200 else None

    found = list(audit(head.checkpoint.size, head.checkpoint.root, read))
    assert head.checkpoint.size == 300
    assert all(isinstance(each, Checked) for each in found)


def test_files_say_how_long_they_may_be_kept(client, written):
    written(300)

    caching = {
        path: client.get(f"/log/2026/{path}").headers["Cache-Control"]
        for path in ("checkpoint", "tile/0/000", "tile/0/001.p/44")
    }

    assert caching == {
        "checkpoint": "public, max-age=2",
        "tile/0/000": "public, max-age=31536000, immutable",
        "tile/0/001.p/44": "public, max-age=86400",
    }


def test_files_may_be_read_from_a_page_elsewhere(client, written):
    written(1)

    answer = client.get("/log/2026/checkpoint")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "log/2025/checkpoint",
        "log/2026/tile/0/001",
        "log/2026/tile/0/000",
        "log/2026/tile/0/000.p/2",
        "log/2026/tile/0/0",
        "log/2026/tile/64/000.p/1",
        "log/2026/tile/0/../../../log-key",
        "log/2026/tile/0/%2e%2e/%2e%2e/%2e%2e/log-key",
        "log/2026/tile/0/000.p/1%00",
        "log/2026/tile/entries/000.p/1",
        "log/99999999999999999999/checkpoint",
    ],
)
def test_what_is_no_file_of_the_log_is_not_there(client, written, path):
    written(1)

    assert client.get(f"/{path}").status_code == 404


def test_entry_is_given_only_to_who_knows_its_leaf(client, written):
    written(3)
    right = slip(1)
    wrong = right.rpartition("/")[0] + "/" + "A" * 43

    entry = client.get(f"{right}/entry")

    assert decode(entry.content).kind == "case.opened"
    assert leaf_text(leaf_hash(entry.content)) == right.rpartition("/")[2]
    assert client.get(f"{wrong}/entry").status_code == 404
    assert client.get(f"{slip(2).replace('/2/', '/1/')}/proof").status_code == 404


def test_proof_of_an_entry_is_a_file_that_holds(client, written):
    written(700)

    answer = client.get(f"{slip(257)}/proof")

    file = parse_proof_file(answer.content)
    leaf = bytes(Entry.objects.get(position=257).leaf)
    found = check_proof_file(file, leaf, log_keys=[own_key()], witness_keys=[], verify=holds)
    assert (file.index, found.checkpoint.size) == (257, 700)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-257.tlog-proof"'


def test_policy_names_the_keys_of_the_log(client, written):
    written(1)

    policy = parse_policy(client.get("/log/policy").content)

    assert [str(key) for key in policy.log_keys()] == [str(own_key())]
