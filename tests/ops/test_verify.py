"""``anhuan verify``: a log is checked from its files, and every fault says what and where."""

import http.server
import subprocess
import sys
import threading
from functools import partial

import pytest

from anhuan.kernel.checkpoint import parse_checkpoint
from anhuan.kernel.log_entry import decode
from anhuan.kernel.note import base64_of, parse_note
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.kernel.tiles import bundle_bytes, bundle_entries
from anhuan.ops import cli
from anhuan.ops.verifier import places
from tests.kernel.signing import LOG, signer
from tests.ops import written_log as made
from tests.ops.program import ROOT, surroundings


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path


def verify(capsys, *words, key=made.KEY):
    code = cli.main(["verify", *map(str, words), *(["--key", key] if key else [])])
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def faults(lines):
    """(where, what) of each line that names one."""
    wrong = [line.removeprefix("不对 wrong  ") for line in lines if line.startswith("不对")]
    return [
        (line.partition(": ")[0], line.partition(": ")[2].rpartition(" / ")[2]) for line in wrong
    ]


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 66_000])
def test_sound_log_is_said_to_be_whole(count, capsys):
    folder = made.write(made.entries(count))

    code, out, _ = verify(capsys, folder, "--witness", made.WITNESS_KEY)

    assert (code, out) == (
        0,
        [
            f"记录完好：{LOG} 的 {count:,} 条全部与签名相符，1 个见证方确认",
            f"The record is whole: all {count:,} entries of {LOG} are those that were signed, "
            "confirmed by 1 witnesses",
        ],
    )


def test_entries_of_these_tests_have_the_form_of_entries():
    assert decode(made.entry(70_000)).version == 70_001


def test_changed_byte_of_a_bundle_names_the_entry(capsys):
    folder = made.write(made.entries(700))
    path = folder / "tile/entries/001"
    made.flip(path, 2 * 300)

    code, out, _ = verify(capsys, folder)

    assert code == 1
    assert faults(out) == [
        (
            "tile/entries/001",
            "entry 259 is not the one hashed in tile/0/001: one of them was changed",
        ),
        ("tile/1/000.p/2", "hash 1 is not that of entries 256 to 511: it or they were changed"),
        (
            "checkpoint",
            "the root of all entries is not the one it states: entries were rewritten, or it "
            "belongs to others",
        ),
    ]
    assert out[-1] == f"The record is not to be trusted: {LOG}, 3 faults"


def test_changed_byte_of_a_tile_names_the_hash(capsys):
    folder = made.write(made.entries(700))
    made.flip(folder / "tile/0/000", 32 * 7)
    made.flip(folder / "tile/1/000.p/2", 32)

    code, out, _ = verify(capsys, folder)

    assert code == 1
    assert faults(out) == [
        (
            "tile/entries/000",
            "entry 7 is not the one hashed in tile/0/000: one of them was changed",
        ),
        ("tile/1/000.p/2", "hash 1 is not that of entries 256 to 511: it or they were changed"),
    ]


def test_entry_taken_out_of_its_bundle_is_found(capsys):
    folder = made.write(made.entries(700))
    path = folder / "tile/entries/001"
    kept = bundle_entries(path.read_bytes())
    path.write_bytes(bundle_bytes(kept[:9] + kept[10:]))

    code, out, _ = verify(capsys, folder)

    assert (code, faults(out)) == (
        1,
        [("tile/entries/001", "has not its size or form: it was cut, changed or replaced")],
    )


@pytest.mark.parametrize("lost", ["tile/entries/002.p/188", "tile/0/001", "tile/1/000.p/2"])
def test_file_that_is_gone_is_named(lost, capsys):
    folder = made.write(made.entries(700))
    (folder / lost).unlink()

    code, out, _ = verify(capsys, folder)

    assert (code, faults(out)) == (1, [(lost, "the file is missing")])


def test_tail_cut_from_log_and_checkpoint_is_found_by_what_was_kept(capsys):
    before = parse_checkpoint(
        parse_note((made.write(made.entries(700)) / "checkpoint").read_bytes()).text
    )
    folder = made.write(made.entries(600))

    alone, _, _ = verify(capsys, folder)
    code, out, _ = verify(capsys, folder, "--since", before.size, base64_of(before.root))

    assert alone == 0
    assert (code, faults(out)) == (
        1,
        [("checkpoint", "had 700 entries before and has 600: its tail was cut off")],
    )


def test_history_rewritten_and_signed_again_is_found_by_what_was_kept(capsys):
    contents = made.entries(700)
    kept, _ = grow(Edge(), contents[:500])
    folder = made.write([*contents[:40], made.entry(9_000), *contents[41:]])

    alone, _, _ = verify(capsys, folder)
    code, out, _ = verify(capsys, folder, "--since", 500, base64_of(kept.root()))

    assert alone == 0
    assert (code, faults(out)) == (
        1,
        [
            (
                "checkpoint",
                "its first 500 entries are not those of before: history was rewritten, "
                "whoever signed it",
            )
        ],
    )


@pytest.mark.parametrize("size", [0, 1, 256, 499, 700])
def test_log_that_only_grew_goes_on_from_what_was_kept(size, capsys):
    contents = made.entries(700)
    kept, _ = grow(Edge(), contents[:size])
    folder = made.write(contents)

    code, _, _ = verify(capsys, folder, "--since", size, base64_of(kept.root()))

    assert code == 0


def test_checkpoint_of_another_key_is_not_confirmed(capsys):
    folder = made.write(made.entries(3))

    code, out, _ = verify(capsys, folder, key=str(signer(seed="stranger").key))

    assert (code, faults(out)) == (
        1,
        [("checkpoint", f"is not confirmed: no known key of {LOG} has signed")],
    )


@pytest.mark.parametrize("at, what", [(-5, "signature"), (len(LOG) + 1, "size"), (30, "root")])
def test_changed_byte_of_a_checkpoint_is_found(at, what, capsys):
    folder = made.write(made.entries(300))
    made.flip(folder / "checkpoint", at)

    code, out, _ = verify(capsys, folder, "--witness", made.WITNESS_KEY)

    assert code == 1, what
    assert faults(out)[0][0] == "checkpoint"


def test_key_beside_the_tiles_is_not_taken(capsys):
    folder = made.write(made.entries(3))
    (folder / "key").write_text(made.KEY, encoding="utf-8")

    code, _, err = verify(capsys, folder, key="")

    wanted = "name the place of the log, and its key with --key or a policy with --policy"
    assert (code, err[1]) == (2, wanted)


def test_too_few_witnesses_are_a_fault(capsys):
    folder = made.write(made.entries(3))
    stranger = str(made.witness("elsewhere.example/witness").key)

    code, out, _ = verify(
        capsys, folder, "--witness", made.WITNESS_KEY, "--witness", stranger, "--quorum", 2
    )

    assert (code, faults(out)) == (
        1,
        [("checkpoint", "1 witnesses confirmed it, 2 are asked for")],
    )


def test_folder_of_years_is_checked_as_one_record(data, capsys):
    made.write(made.entries(300))
    after = "anlan.example/log/2028"
    made.write(made.entries(5), year=2028, origin=after)

    code, out, _ = verify(capsys, data / "data/log", "--key", signer(after).key)

    assert (code, faults(out)) == (
        1,
        [("2028/tile/entries/000", f"entry 0 does not go on from the 300 entries of {LOG}")],
    )


@pytest.mark.parametrize(
    "words, english",
    [
        (["/no/such"], "there is no folder /no/such"),
        (["ftp://a.example/log"], "ftp://a.example/log is not an http or https address"),
        (
            [".", "--since", "05", "x"],
            "--since takes size and root: lines 2 and 3 of a checkpoint of before",
        ),
    ],
)
def test_place_that_is_none_is_a_sentence(words, english, capsys):
    code, _, err = verify(capsys, *words)

    assert (code, err[1]) == (2, english)


def test_verifier_runs_without_the_rest_of_the_program(data):
    folder = made.write(made.entries(300))
    bare = (
        "import sys, runpy; sys.modules['django'] = None; "
        "sys.argv = ['verify', *sys.argv[1:]]; "
        "runpy.run_module('anhuan.ops.verifier', run_name='__main__')"
    )

    done = subprocess.run(
        [sys.executable, "-c", bare, str(folder), "--key", made.KEY],
        env=surroundings(data),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2), done


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *given):
        pass


class Flaky(Quiet):
    """Answers every second request, and sends some of it elsewhere."""

    count = 0

    def do_GET(self):
        type(self).count += 1
        if type(self).count % 2:
            self.send_error(503)
        else:
            super().do_GET()


class Endless(Quiet):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(bytes(1 << 16))
        except OSError:
            pass


class Away(Quiet):
    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setattr(places, "PAUSES", (0.0, 0.0))
    running = []

    def serve(folder, handler=Quiet):
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(handler, directory=folder)
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for each in running:
        each.shutdown()
        each.server_close()


@pytest.mark.parametrize("handler", [Quiet, Flaky])
def test_log_at_an_address_is_checked(served, handler, capsys):
    address = served(made.write(made.entries(600)), handler)

    assert verify(capsys, f"{address}/")[0] == 0


def test_file_missing_at_an_address_is_named(served, capsys):
    folder = made.write(made.entries(600))
    (folder / "tile/entries/001").unlink()

    code, out, _ = verify(capsys, served(folder))

    assert (code, faults(out)) == (1, [("tile/entries/001", "the file is missing")])


def test_answer_without_end_is_read_up_to_the_limit(served, data, capsys):
    code, out, _ = verify(capsys, served(data, Endless))

    assert (code, faults(out)) == (
        1,
        [("checkpoint", "is not confirmed: is longer than 1048576 bytes")],
    )


def test_answer_that_leads_away_is_not_followed(served, data, capsys):
    address = served(data, Away)

    code, _, err = verify(capsys, address)

    assert (code, err[1].partition(" - ")[0]) == (
        2,
        f"{address}/checkpoint cannot be read: HTTP Error 302: Found",
    )


def test_check_against_the_database_takes_no_keys(capsys):
    code, _, err = verify(capsys, "--against-database")

    assert (code, err[1]) == (
        2,
        "--against-database checks this node: leave out place and keys",
    )


def test_promises_are_counted_from_the_log_alone_and_from_each_year(capsys, tmp_path):
    promise = (
        '{{"c":"{c}=","d":"2027-03-01","k":"obligation.made","n":1,'
        '"r":"00000000-0000-7000-8000-{n:012x}","t":"2027-02-01T08:00:00Z","v":1}}'
    )
    kept = (
        '{{"c":"{c}=","k":"obligation.discharged","n":2,'
        '"r":"00000000-0000-7000-8000-{n:012x}","t":"2027-02-28T08:00:00Z","v":1}}'
    )
    brought = made.entry(99).replace(b"case.opened", b"case.imported")
    told = [promise.format(c="A" * 43, n=n).encode() for n in range(300)]
    told += [kept.format(c="A" * 43, n=n).encode() for n in range(0, 300, 3)]
    folder = made.write([*told, brought])
    alone = verify(capsys, folder)
    later = verify(capsys, made.write([*told, brought, made.entry(0).replace(b"03-01", b"03-02")]))

    assert alone[1][:4] == [
        f"{LOG}：应办到期 100 项，按期办结 100 项，逾期 0 项（其中后来办结 0 项）；"
        "撤回 0 项，未到期 200 项",
        f"{LOG}: 100 obligations due, 100 done, 0 missed (0 of them done later); 0 withdrawn, "
        "200 not yet due",
        f"{LOG}：1 条是补录的：只证明录入时是这样，不证明当时就有",
        f"{LOG}: 1 entries were taken over from before: they prove what was entered, not that it "
        "was on record at its time",
    ]
    assert later[1][1] == (
        f"{LOG}: 300 obligations due, 100 done, 200 missed (0 of them done later); 0 withdrawn, "
        "0 not yet due"
    )
