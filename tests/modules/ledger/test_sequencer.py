"""The writer of the log: every act gets one place, and everything after that can be done again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from anhuan.base.clock import now
from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import open_checkpoint
from anhuan.kernel.log_entry import decode
from anhuan.kernel.merkle import root
from anhuan.kernel.tile_audit import Checked, audit
from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Entry, Fact, Log, Pending
from anhuan.ledger.queries import logs, open_log, stored
from anhuan.ledger.sequencer import Held, Older, Sequencer
from anhuan.ledger.services import growing, record, record_many
from anhuan.ledger.types import Act

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
BASE = "anhuan.example/yunxi"


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    keys.made_at_first()
    return tmp_path


def sequencer(**given):
    return Sequencer(signers=keys.signers, base=BASE, **given)


def acts(count):
    record_many(
        [
            Act(kind="case.opened", subject=uuid4(), version=1, public={"n": n}, body={"t": "安"})
            for n in range(count)
        ],
        by=uuid4(),
        at=AT,
    )


def stepped(year=2026, at=AT, **given):
    with sequencer(**given) as one:
        return one.step(at, year)


def head(year=2026):
    (key,) = (each.key for each in keys.signers(f"{BASE}/log/{year}")[:1])
    return open_checkpoint(shelf.checkpoint(year), [key], [], holds).checkpoint


def audited(year=2026):
    """The faults and the answer of the checker that shares no code with the writer."""
    one = head(year)

    def read(path):
        try:
            return shelf.read(year, path)
        except FileNotFoundError:
            return None

    return list(audit(one.size, one.root, read))


def test_acts_get_dense_positions_and_a_signed_checkpoint():
    acts(300)

    taken = stepped()

    assert taken == 300
    assert list(Entry.objects.order_by("position").values_list("position", flat=True)) == list(
        range(300)
    )
    assert Pending.objects.count() == 0
    assert head().size == 300
    assert head().root == root([bytes(each.leaf) for each in Entry.objects.order_by("position")])


def test_checker_of_the_log_finds_every_file_sound():
    for count in (1, 254, 1, 1, 600):
        acts(count)
        stepped()

    assert all(isinstance(each, Checked) for each in audited())
    assert head().size == 857


def test_entry_says_what_the_fact_says():
    fact = record(
        kind="case.plan", subject=uuid4(), version=3, public={"due_on": "2026-06-01"}, body={},
        by=None, at=AT,
    )  # fmt: skip

    stepped()

    entry = decode(bytes(Entry.objects.get(fact=fact.pk).content))
    assert (entry.kind, entry.record, entry.version) == ("case.plan", str(fact.subject), 3)
    assert (str(entry.due_on), entry.commitment) == ("2026-06-01", bytes(fact.commitment))


def test_entry_about_a_person_does_not_name_the_person():
    person = uuid4()
    record(kind="person.added", subject=person, version=1, public={}, body={}, by=None, at=AT)

    stepped()

    assert str(person).encode() not in bytes(Entry.objects.get().content)


def test_step_without_acts_signs_the_same_checkpoint_only_once():
    acts(3)
    stepped()
    before = shelf.checkpoint(2026)

    taken = stepped(at=AT + timedelta(hours=1))

    assert (taken, shelf.checkpoint(2026)) == (0, before)


def test_two_sequencers_never_hold_one_key():
    with sequencer(), pytest.raises(Held), sequencer():
        pass


@pytest.mark.parametrize("lost", ["tiles", "checkpoint", "all"])
def test_files_that_are_gone_are_written_again_byte_by_byte(data, lost):
    acts(700)
    stepped()
    before = {path: path.read_bytes() for path in (data / "log").rglob("*") if path.is_file()}

    for path in before:
        if lost == "all" or (path.name == "checkpoint") == (lost == "checkpoint"):
            path.unlink()
    acts(5)
    stepped()

    assert all(isinstance(each, Checked) for each in audited())
    stale = [p for p, content in before.items() if p.exists() and p.read_bytes() != content]
    assert {path.name for path in stale} <= {"checkpoint"}


def test_broken_run_is_gone_on_with(monkeypatch):
    """Whatever step the power went in, the next start ends where an undisturbed run ends."""
    acts(300)
    for place in ("write", "put_checkpoint"):
        with monkeypatch.context() as broken:
            broken.setattr(shelf, place, _power_fails)
            with pytest.raises(OSError, match="power"):
                stepped()

    stepped()

    assert head().size == 300
    assert all(isinstance(each, Checked) for each in audited())


def test_positions_given_before_a_break_are_written_though_nothing_follows():
    acts(3)
    stepped()
    acts(4)
    growing.assign(log=open_log().key)

    stepped()

    assert head().size == 7
    assert all(isinstance(each, Checked) for each in audited())


def _power_fails(*given):
    raise OSError("power")


def test_tile_changed_on_disk_does_not_reach_the_next_checkpoint():
    acts(300)
    stepped()
    path = shelf.folder(2026) / "tile/0/001.p/44"
    path.write_bytes(bytes(44 * 32))

    acts(1)
    stepped()

    assert all(isinstance(each, Checked) for each in audited())


def test_database_from_a_backup_signs_nothing():
    acts(10)
    stepped()
    ahead = shelf.checkpoint(2026)
    Log.objects.all().delete()

    with pytest.raises(Older) as found:
        stepped()

    assert (found.value.ours.size, found.value.theirs.size) == (0, 10)
    assert shelf.checkpoint(2026) == ahead


def test_witness_that_saw_more_stops_the_signature(data):
    acts(10)
    stepped()
    seen = shelf.checkpoint(2026)
    (data / "log/2026/checkpoint").unlink()
    Log.objects.all().delete()

    with pytest.raises(Older):
        stepped(largest=lambda origin: [seen])


def test_new_year_goes_on_from_the_last_checkpoint_of_the_old():
    acts(5)
    stepped()
    acts(2)

    stepped(year=2027, at=AT + timedelta(days=300))

    old, new = logs()
    first = decode(bytes(Entry.objects.get(position=5).content))
    assert (old.closed, old.size, new.first, new.size) == (True, 5, 5, 3)
    assert (first.before.origin, first.before.size) == (f"{BASE}/log/2026", 5)
    assert first.before.root == old.root
    assert head(2027).size == 3


def test_two_keys_sign_for_a_term(data):
    (data / "log-key").rename(data / "log-key-former")
    keys.made_at_first()
    acts(1)
    stepped()

    text = shelf.checkpoint(2026).decode()

    assert text.count("\N{EM DASH} ") == 2
    for key in keys.signers(f"{BASE}/log/2026"):
        assert open_checkpoint(text.encode(), [key.key], [], holds).checkpoint.size == 1


def test_act_that_commits_late_gets_a_later_place():
    early = record(kind="a.b", subject=uuid4(), version=1, public={}, body={}, by=None, at=AT)
    Pending.objects.all().delete()
    acts(3)
    stepped()

    Pending.objects.create(fact=Fact.objects.get(pk=early.pk))
    stepped()

    assert Entry.objects.get(fact=early.pk).position == 3


def older(days):
    """An act recorded so many days before the log is opened."""
    with time_machine.travel(AT - timedelta(days=days), tick=False):
        kept = record(
            kind="case.register", subject=uuid4(), version=1, public={}, body={}, by=None, at=now()
        )
    return kept.pk


def test_acts_older_than_the_first_log_are_marked_in_their_entries():
    before, fresh = older(9), older(0.5)

    stepped()
    acts(1)
    stepped()

    found = Entry.objects.order_by("position").values_list("fact", "content")
    marked = {fact: decode(bytes(content)).imported for fact, content in found}
    assert (marked.pop(before), marked.pop(fresh)) == (True, False)
    assert list(marked.values()) == [False]
    assert bytes(Entry.objects.get(fact=before).content) == stored(before).entry


def test_log_from_before_the_mark_goes_on_without_it():
    stepped()
    Log.objects.update(kept_since=None)
    before = older(9)

    stepped()

    assert decode(stored(before).entry).imported is False


def test_second_year_keeps_the_mark_of_the_first():
    stepped()
    before = older(9)
    stepped()
    with sequencer() as one:
        one.step(AT.replace(year=2027), 2027)

    assert decode(stored(before).entry).imported is True
