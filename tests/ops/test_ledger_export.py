"""``anhuan ledger export``: a copy of the record that the verifier finds whole."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anhuan.kernel.note import Algorithm, VerifierKey
from anhuan.ledger import keys, shelf
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import record_many
from anhuan.ledger.types import Act
from anhuan.ops import cli

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
BASE = "anhuan.example/yunxi"


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    keys.made_at_first()
    return tmp_path


def written(count, year=2026):
    acts = [
        Act(kind="case.opened", subject=uuid4(), version=1, public={}, body={})
        for _ in range(count)
    ]
    record_many(acts, by=None, at=AT)
    with Sequencer(signers=keys.signers, base=BASE) as one:
        one.step(AT.replace(year=year), year)


def key(year):
    signer = keys.signers(f"{BASE}/log/{year}")[0]
    return str(VerifierKey(signer.key.name, Algorithm.ED25519, signer.key.key))


def test_copy_of_one_year_is_found_whole(data, capsys):
    written(300)

    code = cli.main(["ledger", "export", str(data / "copy"), "--year", "2026"])

    said = capsys.readouterr().out.splitlines()
    assert (code, said[1]) == (0, f"anhuan verify {data / 'copy'} --key {key(2026)}")
    assert cli.main(said[1].split()[1:]) == 0


def test_copy_of_all_years_is_found_whole_and_in_order(data, capsys):
    written(300)
    written(2, year=2027)

    cli.main(["ledger", "export", str(data / "copy")])

    again = capsys.readouterr().out.splitlines()[1].split()
    assert again[2:] == [str(data / "copy"), "--key", key(2026), "--key", key(2027)]
    assert cli.main(again[1:]) == 0
    assert "303 entries" in capsys.readouterr().out.splitlines()[-1]


def test_copy_holds_nothing_of_earlier_sizes(data):
    written(10)
    written(10)

    cli.main(["ledger", "export", str(data / "copy"), "--year", "2026"])

    found = {str(p.relative_to(data / "copy")) for p in (data / "copy").rglob("*") if p.is_file()}
    assert found == {"checkpoint", "tile/0/000.p/20", "tile/entries/000.p/20"}


def test_folder_that_holds_something_is_left_alone(data, capsys):
    written(3)
    (data / "copy").mkdir()
    (data / "copy/mine").touch()

    code = cli.main(["ledger", "export", str(data / "copy")])

    assert (code, capsys.readouterr().err.splitlines()[1]) == (
        2,
        f"{data / 'copy'} is not an empty folder",
    )
    assert [one.name for one in (data / "copy").iterdir()] == ["mine"]


def test_record_that_is_not_signed_yet_is_no_copy(data, capsys):
    code = cli.main(["ledger", "export", str(data / "copy")])

    assert (code, capsys.readouterr().err.splitlines()[1]) == (
        1,
        "There is no signed log to copy yet",
    )


def test_missing_file_leaves_a_copy_without_checkpoint(data, capsys):
    written(300)
    (shelf.folder(2026) / "tile/entries/000").unlink()

    code = cli.main(["ledger", "export", str(data / "copy"), "--year", "2026"])

    assert code == 1
    assert not (data / "copy/checkpoint").exists()
