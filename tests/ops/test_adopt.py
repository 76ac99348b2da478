"""A node whose backup was restored gets its published entries back and signs on."""

import shutil
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Body, Entry, Fact, Log, Pending
from anhuan.ledger.queries import logs
from anhuan.ledger.sequencer import Older, Sequencer
from anhuan.ledger.services import erase, record
from anhuan.ops import cli
from anhuan.ops.checks.finding import Context
from anhuan.ops.checks.log_files import check_of, published
from anhuan.ops.progress import Progress
from tests.ops.tampered import past_the_triggers

pytestmark = pytest.mark.django_db

BASE = "anlan.example"
ORIGIN = f"{BASE}/log/2026"
AT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def node(tmp_path, settings):
    settings.DATA_DIR, settings.LOG_BASE = tmp_path / "data", BASE
    keys.made_at_first()


def act():
    return record(kind="case.plan", subject=uuid4(), version=1, public={}, body={"a": "b"},
                  by=None, at=AT)  # fmt: skip


def step(**given):
    with Sequencer(signers=keys.signers, base=BASE, **given) as one:
        return one.step(AT, 2026)


def written(count):
    found = [act() for _ in range(count)]
    step()
    return found


def put_back(earlier, size, *, waiting=()):
    """The database as a backup of that time holds it; ``waiting`` had no place then."""
    with past_the_triggers():
        newer = Entry.objects.filter(position__gte=size)
        lost = set(newer.values_list("fact", flat=True))
        newer.delete()
        lost -= {each.pk for each in waiting}
        Pending.objects.filter(fact__in=lost).delete()
        Body.objects.filter(fact__in=lost).delete()
        Fact.objects.filter(pk__in=lost).delete()
    Pending.objects.bulk_create([Pending(fact=each) for each in waiting])
    Log.objects.update(**earlier)


def said(capsys, *words):
    code = cli.main(["ledger", "adopt", *map(str, words)])
    found = capsys.readouterr()
    lines = (found.out or found.err).splitlines()
    return code, [line for line in lines if not line.startswith("核对")]


def faults():
    return [one.what for one in check_of(published())(Context(Progress()))]


def entries():
    return [bytes(row.content) for row in Entry.objects.order_by("position")]


def test_node_signs_on_after_its_published_entries_are_back(capsys):
    written(5)
    earlier = Log.objects.values().get()
    written(300)
    before = entries()
    put_back(earlier, 5)
    with pytest.raises(Older, match="anhuan ledger adopt"):
        step()

    code, lines = said(capsys)
    written(1)

    assert (code, lines[0]) == (0, "补回 300 条，记录又有 305 条；启动后台进程即继续签名")
    assert (entries()[:305], len(entries())) == (before, 307)
    assert (logs()[0].signed_size, faults()) == (307, [])
    new = Entry.objects.filter(position__gte=305)
    kinds = new.values_list("fact__kind", flat=True)
    assert sorted(kinds) == ["case.plan", "ledger.adopted"]


def test_entries_come_back_from_a_copy_on_another_machine(capsys, tmp_path):
    written(5)
    earlier = Log.objects.values().get()
    written(20)
    mirror = tmp_path / "mirror"
    shutil.copytree(shelf.folder(2026), mirror)
    seen = shelf.checkpoint(2026)
    shutil.rmtree(shelf.folder(2026))
    put_back(earlier, 5)
    with pytest.raises(Older):
        step(largest=lambda origin: [seen])

    code, _ = said(capsys, mirror)
    step(largest=lambda origin: [seen])

    assert (code, logs()[0].signed_size, faults()) == (0, 26, [])


def test_act_that_waited_in_the_backup_gets_the_place_it_had(capsys):
    written(2)
    earlier = Log.objects.values().get()
    found = written(3)
    put_back(earlier, 2, waiting=[found[1]])

    said(capsys)
    step()

    placed = Entry.objects.get(fact=found[1].pk)
    assert (placed.position in {2, 3, 4}, Entry.objects.count()) == (True, 6)
    assert Entry.objects.filter(fact__isnull=True).count() == 2


def test_body_that_was_erased_after_the_backup_is_erased_again(capsys):
    (fact, *_) = written(2)
    earlier, body = Log.objects.values().get(), Body.objects.filter(fact=fact).values().get()
    erase(fact_id=fact.pk, ground="consent-withdrawn", by=uuid4(), at=AT)
    step()
    put_back(earlier, 2)
    Body.objects.create(**body)

    said(capsys)

    again = Fact.objects.get(kind="ledger.erased", subject=fact.pk)
    assert Body.objects.filter(fact=fact).exists() is False
    assert again.public == {"ground": "consent-withdrawn"}


def test_other_history_is_not_adopted(capsys, tmp_path):
    written(3)
    mirror = tmp_path / "mirror"
    shutil.copytree(shelf.folder(2026), mirror)
    with past_the_triggers():
        Entry.objects.all().delete()
    Log.objects.update(size=0, root=shelf_root(), signed_size=None, note="")
    shutil.rmtree(shelf.folder(2026))
    Pending.objects.bulk_create([Pending(fact=one) for one in Fact.objects.order_by("-pk")[:2]])
    act()
    Pending.objects.filter(fact__in=Fact.objects.order_by("pk")[:2]).delete()
    step()
    held = entries()

    code, lines = said(capsys, mirror)

    assert (code, "两段历史" in lines[0], entries()) == (1, True, held)


def shelf_root():
    from anhuan.kernel.merkle import EMPTY

    return EMPTY


def test_copy_that_was_changed_is_not_adopted(capsys, tmp_path):
    written(3)
    earlier = Log.objects.values().get()
    written(3)
    put_back(earlier, 3)
    path = shelf.folder(2026) / "tile/entries/000.p/6"
    path.write_bytes(path.read_bytes().replace(b"case.plan", b"case.pray"))

    code, lines = said(capsys)

    assert (code, lines[0].startswith("那里的文件不完整或被改过")) == (1, True)
    assert Entry.objects.count() == 3


@pytest.mark.parametrize("what", ["checkpoint", "foreign", "folder", "smaller"])
def test_what_cannot_be_adopted_is_said(capsys, tmp_path, what):
    written(3)
    place = tmp_path / "copy"
    shutil.copytree(shelf.folder(2026), place)
    wanted = {
        "checkpoint": (2, "那里没有检查点"),
        "foreign": (1, "那里的检查点不是"),
        "folder": (2, "没有文件夹"),
        "smaller": (1, "那里只有 3 条"),
    }[what]
    if what == "checkpoint":
        (place / "checkpoint").unlink()
    elif what == "foreign":
        keys._folder().joinpath(keys.KEY).unlink()
        keys.make_key(keys._folder(), keys.KEY)
    elif what == "folder":
        shutil.rmtree(place)
    else:
        written(2)

    code, lines = said(capsys, place)

    assert (code, lines[0].startswith(wanted[1])) == (wanted[0], True)
