"""Whatever is changed behind the program's back is found, and the message says what and where."""

import io
import shutil
from datetime import timedelta

import pytest
from django.db import connection

from anhuan.base.clock import now
from anhuan.base.sign import holds
from anhuan.cases.models import Case
from anhuan.kernel.checkpoint import Checkpoint, parse_checkpoint
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.note import Note, base64_of, parse_note
from anhuan.kernel.tile_growth import Edge, grow
from anhuan.kernel.witness import Evidence, Status, Submission, Watched, decide
from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Body, Entry, Fact, Log, Pending
from anhuan.ledger.sequencer import Older, Sequencer
from anhuan.ledger.services import erase
from anhuan.obligations.models import Escalation, Obligation
from anhuan.ops.against import against_database
from anhuan.ops.progress import Progress
from anhuan.ops.verifier.telling import told
from anhuan.tasks.models import Task
from tests.modules.cases.town import Town
from tests.ops.tampered import (
    AT,
    BASE,
    ORIGIN,
    looked,
    past_the_triggers,
    recorded,
    recorded_town,
    step,
)
from tests.ops.test_verify import faults, verify
from tests.ops.written_log import flip

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault, tmp_path, settings) -> Town:
    return recorded_town(tmp_path / "data", settings)


def entry_of(fact):
    return Entry.objects.get(fact=fact)


def named(fact):
    return f"{fact.kind} {fact.subject} v{fact.version}"


def key():
    return str(keys.signers(ORIGIN)[0].key)


def head():
    return parse_checkpoint(parse_note(shelf.checkpoint(2026)).text)


def test_untouched_database_is_what_the_record_says(town):
    assert looked() == (0, [])


def test_row_of_a_case_edited_is_named(town):
    number = Case.objects.get().number
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET round = 7")

    assert looked() == (1, [("cases", number, "round: 表中 stored 7，重演 replayed 1")])


def test_row_of_a_task_edited_is_named(town):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET due_on = '2027-01-01'")

    code, found = looked()

    assert (code, [(check, subject) for check, subject, _ in found]) == (
        1,
        [("tasks", Task.objects.get().number)],
    )
    assert found[0][2].startswith("due_on: 表中 stored datetime.date(2027, 1, 1)")


def test_obligation_that_was_moved_is_named(town):
    number = Case.objects.get().number
    moved = Obligation.objects.get(ball=True, case__isnull=False, closed_at=None)
    Obligation.objects.filter(pk=moved.pk).update(due_on="2027-01-01")

    code, found = looked()

    assert (code, [(check, subject) for check, subject, _ in found]) == (
        1,
        [("balls", number), ("obligations", f"{number} {moved.act} {moved.pk}")],
    )


def test_obligation_that_was_hidden_is_named_with_its_case(town):
    """Closed as kept behind the program's back, and with it the day it was missed."""
    number = Case.objects.get().number
    kept = Obligation.objects.filter(case__isnull=False, outcome="discharged").latest("opened_at")
    Obligation.objects.filter(pk=kept.pk).update(due_on="2031-01-01")

    code, found = looked()

    assert (code, [(check, subject) for check, subject, _ in found]) == (
        1,
        [("obligations", f"{number} {kept.act} {kept.pk}")],
    )
    assert found[0][2].startswith("due_on: 表中 stored '2031-01-01'，记录 recorded '20")


@pytest.mark.parametrize(
    "column, value, what",
    [
        ("measure", "talk", "is not what was recorded"),
        ("", None, "was recorded and is gone"),
    ],
)
def test_missed_date_that_was_hidden_is_named(town, column, value, what):
    rung = Escalation.objects.exclude(measure="talk").earliest("became_at")
    with past_the_triggers():
        rows = Escalation.objects.filter(pk=rung.pk)
        rows.update(**{column: value}) if column else rows.delete()

    assert looked() == (1, [("climbed", str(rung.pk), what)])


def test_fact_edited_is_named_by_its_commitment_and_its_entry(town):
    fact = Fact.objects.filter(kind__startswith="case.").latest("version")
    with past_the_triggers():
        Fact.objects.filter(pk=fact.pk).update(at=fact.at - timedelta(days=9))

    code, found = looked()

    assert code == 1
    assert found[:2] == [
        (
            "entries",
            f"{entry_of(fact.pk).position} {named(fact)}",
            "the act or its entry was changed",
        ),
        ("commitments", f"{fact.kind} {fact.pk}", "the content is not what was committed to"),
    ]


def test_fact_and_its_entry_edited_together_are_found_in_the_files(town):
    fact = Fact.objects.filter(kind__startswith="case.").earliest("version")
    entry = entry_of(fact.pk)
    content = bytes(entry.content).replace(b'"t":"2', b'"t":"1')
    with past_the_triggers():
        Fact.objects.filter(pk=fact.pk).update(at=fact.at.replace(year=fact.at.year - 1000))
        Entry.objects.filter(pk=entry.pk).update(content=content, leaf=leaf_hash(content))

    code, found = looked()

    assert code == 1
    assert ("files", f"{ORIGIN} #{entry.position}", "the database's entry is another") in found


def test_entry_removed_leaves_a_gap_that_is_named(town):
    entry = Entry.objects.select_related("fact").get(position=1)
    with past_the_triggers():
        entry.delete()

    code, found = looked()

    assert (code, found[:2]) == (
        1,
        [
            ("places", named(entry.fact), "is not in the log"),
            ("entries", "1", "no entry has this position"),
        ],
    )


def test_tail_cut_from_the_database_is_named(town):
    last = Entry.objects.latest("position").position
    with past_the_triggers():
        Entry.objects.filter(position__gt=last - 2).delete()

    code, found = looked()

    assert code == 1
    assert [row for row in found if row[0] == "files"] == [
        ("files", f"{ORIGIN} #{last - 1}", "the database has no such entry")
    ]


def test_log_rewritten_and_signed_with_the_right_key_is_found_by_what_others_kept(town, capsys):
    kept, before = head(), shelf.folder(2026)
    contents = [bytes(each.content) for each in Entry.objects.order_by("position")]
    shutil.rmtree(before)
    edge, files = grow(Edge(), [contents[0].replace(b'"n":1', b'"n":9'), *contents[1:]])
    shelf.write(2026, files)
    shelf.put_checkpoint(2026, bytes(_signed(edge)).decode())

    alone, _, _ = verify(capsys, before, key=key())
    code, out, _ = verify(capsys, before, "--since", kept.size, base64_of(kept.root), key=key())
    against, found = looked()
    answer = decide(
        Submission(kept.size, (), parse_checkpoint(_signed(edge).text), _signed(edge)),
        Watched((keys.signers(ORIGIN)[0].key,), kept.size, kept.root),
        holds,
    )

    assert (alone, code, against) == (0, 1, 1)
    assert [where for where, _ in faults(out)] == ["checkpoint"]
    assert found[0] == ("files", f"{ORIGIN} checkpoint", "what was published is not its beginning")
    assert (answer.status, answer.evidence) == (Status.UNPROVEN, Evidence.FORK)


def _signed(edge):
    text = str(Checkpoint(ORIGIN, edge.size, edge.root()))
    return Note(text, (keys.signers(ORIGIN)[0].signature(text),))


def test_file_of_the_log_changed_is_named_with_its_number(town):
    size = head().size
    flip(shelf.folder(2026) / f"tile/0/000.p/{size}", 32 * 2)

    assert looked() == (
        1,
        [
            (
                "files",
                f"{ORIGIN} tile/0/000.p/{size}",
                "an entry is not the one that was hashed #2",
            )
        ],
    )


def test_backup_put_back_is_named_and_signs_nothing(town):
    """The database of an earlier hour beside the files of today."""
    earlier, size = Log.objects.values().get(), head().size
    recorded()
    step()
    ahead = shelf.checkpoint(2026)
    with past_the_triggers():
        newer = Entry.objects.filter(position__gte=size)
        lost = list(newer.values_list("fact", flat=True))
        newer.delete()
        Body.objects.filter(fact__in=lost).delete()
        Fact.objects.filter(pk__in=lost).delete()
    Log.objects.update(**earlier)

    found = looked()
    with pytest.raises(Older):
        step()

    what = (
        f"{size + 1} entries were published, the database has {size}: it is old, or its tail was "
        "cut"
    )
    assert found == (1, [("files", f"{ORIGIN} checkpoint", what)])
    assert shelf.checkpoint(2026) == ahead


def test_clock_turned_back_is_named_where_it_happened(town, time_machine):
    time_machine.move_to(now() - timedelta(hours=5), tick=False)
    fact = recorded()
    step()

    code, found = looked()

    assert (code, found) == (
        1,
        [
            (
                "entries",
                f"{entry_of(fact.pk).position} {named(fact)}",
                "was recorded before what precedes it: the clock was turned back",
            )
        ],
    )


def test_clock_turned_back_a_year_goes_on_in_the_open_log(town):
    with Sequencer(signers=keys.signers, base=BASE) as one:
        one.step(AT.replace(year=2027), 2027)
        recorded()
        one.step(AT, 2026)

    assert list(Log.objects.order_by("year").values_list("year", flat=True)) == [2026, 2027]
    assert looked() == (0, [])


def test_act_without_a_place_and_one_that_waits_too_long_are_named(town, time_machine):
    fact = recorded()
    fresh = looked()
    time_machine.move_to(now() + timedelta(hours=2), tick=False)
    late = looked()
    Pending.objects.all().delete()
    lost = looked()

    assert fresh == (0, [])
    assert late == (
        1,
        [("places", named(fact), "waits for its place: is a worker running?")],
    )
    assert lost == (1, [("places", named(fact), "is not in the log")])


def test_entry_whose_act_was_lost_is_told_and_no_fault(town):
    with past_the_triggers():
        Entry.objects.filter(position=0).update(fact=None)
        Pending.objects.create(fact=Fact.objects.get(entry__isnull=True))
    out = io.StringIO()

    code = against_database(out, Progress(io.StringIO()))

    assert code == 0
    assert "entries without an act, put back after a restore" in out.getvalue()


def test_erased_body_is_no_fault_and_one_without_its_erasure_is(town):
    lawful, other = Fact.objects.filter(kind__startswith="case.").order_by("version")[:2]
    erase(fact_id=lawful.pk, ground="request", by=town.leader.person, at=AT)
    step()
    before = looked()
    other.body.delete()

    assert before == (0, [])
    assert looked() == (
        1,
        [("commitments", f"{other.kind} {other.pk}", "its body is gone without an erasure")],
    )


def test_more_faults_than_are_named_are_counted():
    from anhuan.ops.verifier.checking import Wrong
    from anhuan.ops.verifier.telling import MOST

    out = io.StringIO()

    code = told((Wrong("x", "错", "wrong") for _ in range(MOST + 5)), out)

    lines = out.getvalue().splitlines()
    assert (code, len(lines), lines[MOST]) == (1, MOST + 3, "5 处未列出 / more")
