"""Programs of others agree with our logs, and find what was changed in them.

The Go project's own packages are Debian's, the other program is one from Python's index; both are
needed for these tests only.
"""

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import override_settings

from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import base64_of
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.kernel.tiles import Place, filled
from tests.ops import written_log as made

SIZES = [1, 2, 255, 256, 257, 70_000]
GOPATH = "/usr/share/gocode"
SOURCE = Path(__file__).with_name("logcheck.go")
CHANGES = 3


@pytest.fixture(scope="module")
def logcheck(tmp_path_factory):
    """The Go program, built without network from Debian's packages."""
    go = shutil.which("go")
    if go is None or not Path(GOPATH, "src/golang.org/x/mod/sumdb/tlog").is_dir():
        missing = "needs Debian's golang-go and golang-golang-x-mod-dev"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("go")
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "GO111MODULE": "off",
        "GOPATH": GOPATH,
        "GOCACHE": str(folder / "cache"),
        "GOPROXY": "off",
        "CGO_ENABLED": "0",
    }
    program = folder / "logcheck"
    subprocess.run([go, "build", "-o", program, SOURCE], env=env, check=True)

    def check(log, *since):
        done = subprocess.run(
            [program, log, made.KEY, *map(str, since)], capture_output=True, text=True, check=False
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    return check


@pytest.fixture(scope="module", params=SIZES)
def log(request, tmp_path_factory):
    """A log of each size, written in steps as the sequencer writes."""
    data = tmp_path_factory.mktemp("log")
    with override_settings(DATA_DIR=data):
        yield request.param, made.write(made.entries(request.param), step=4_096)


@pytest.mark.parametrize("part", [0, 0.3, 0.5, 1])
def test_go_agrees_with_note_entries_and_consistency(logcheck, log, part):
    size, folder = log
    old, _ = grow(Edge(), made.entries(max(1, int(size * part))))

    found = logcheck(folder, old.size, base64_of(old.root()))

    assert found == (0, str(size))


@pytest.mark.parametrize("kind", ["tile", "bundle", "checkpoint"])
def test_go_finds_one_changed_byte(logcheck, log, kind):
    size, folder = log
    dice = random.Random(size)
    for path in dice.choices(_files(folder, size, kind), k=CHANGES):
        before = path.read_bytes()
        made.flip(path, dice.randrange(_signed(before) if kind == "checkpoint" else len(before)))

        code, said = logcheck(folder)

        path.write_bytes(before)
        assert (code, said != "") == (1, True), path


def test_go_finds_history_rewritten_under_the_right_key(logcheck, log):
    size, folder = log
    other, _ = grow(Edge(), [made.entry(9_999_999), *made.entries(size)[1:]])

    code, said = logcheck(folder, size, base64_of(other.root()))

    assert (code, said) == (1, "invalid transparency proof")


def test_scales_agree_with_inclusion_and_both_signatures(log):
    from tlog_scales.backend import make_backend
    from tlog_scales.reader import TilesReader
    from tlog_scales.signing import Vkey

    size, folder = log
    reader = TilesReader(make_backend(f"file://{folder}"))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(made.KEY))
    checkpoint.verify(Vkey.from_string(made.WITNESS_KEY))

    for index in {0, size // 3, size - 1}:
        entry = reader.get_entry(index)
        proof = reader.get_inclusion_proof(index, size)
        proof.check(leaf_hash(entry), checkpoint.root_hash)
        assert entry == made.entry(index)
    assert (checkpoint.size, reader.calculate_root_hash()) == (size, checkpoint.root_hash)


def test_scales_find_a_changed_cosignature(log):
    from cryptography.exceptions import InvalidSignature
    from tlog_scales.signing import Vkey
    from tlog_scales.tlog import Checkpoint

    _, folder = log
    text, at = (folder / "checkpoint").read_text(encoding="utf-8"), -20
    changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]

    with pytest.raises(InvalidSignature):
        Checkpoint.from_text(changed).verify(Vkey.from_string(made.WITNESS_KEY))


def _files(folder, size, kind):
    """The files of the newest tree: partial ones of earlier steps say nothing of it."""
    if kind == "checkpoint":
        return [folder / "checkpoint"]
    levels = [None] if kind == "bundle" else [0, 1, 2]
    places = []
    for level in levels:
        full, width = filled(size, level or 0)
        places += [Place(level, index) for index in range(full)]
        places += [Place(level, full, width)] if width else []
    return [folder / place.path for place in places]


def _signed(checkpoint):
    """How many bytes lie before the last two letters of the log's own signature, which hold bits
    that say nothing."""
    text, _, _ = checkpoint.partition(b"=\n\xe2")
    return len(text) - 2
