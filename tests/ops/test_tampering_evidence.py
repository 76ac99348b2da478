"""A file that was swapped or taken away is found from the record, and named with what it is of."""

import pytest

from anhuan.base.ids import new_id
from anhuan.cases.services import open_case
from anhuan.evidence import vault as store
from anhuan.evidence.models import File, Use
from anhuan.ledger.models import Body
from anhuan.tasks.types import Attached
from tests import factories as make
from tests.modules.cases.town import Town, door, photo
from tests.modules.tasks.asking import Asking
from tests.ops.tampered import looked, past_the_triggers, recorded_town, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(rules, vault, tmp_path, settings) -> Town:
    return recorded_town(tmp_path / "data", settings)


def exhibited(town):
    """A case with one photograph, in the log: its number and the stored file."""
    given = door(town.site.id)
    exhibits = [photo(town.officer)]
    done = open_case(given=given, by=town.officer, at=make.AT, exhibits=exhibits)
    step()
    return done.number, File.objects.get()


def overwritten(sha256, content):
    store.original(sha256).chmod(0o600)
    store.original(sha256).write_bytes(content)


def test_exhibit_swapped_on_the_disk_is_named_with_its_case_and_its_name(town):
    number, file = exhibited(town)
    sound = looked()
    overwritten(file.sha256, bytes(file.size))

    assert sound == (0, [])
    assert looked() == (
        1,
        [("evidence", f"{number} 现场.jpg", "its content has changed")],
    )


def test_exhibit_swapped_together_with_its_rows_is_found_from_the_record(town):
    """File, row of the file and row of the use agree; the digest in the record does not."""
    number, file = exhibited(town)
    other = photo(town.officer, shade=9).file.sha256
    File.objects.filter(pk=other).update(used=True)
    Use.objects.filter(file=file).update(file=other)
    what = "was swapped: it is not the file that was recorded"

    assert looked() == (1, [("evidence", f"{number} 现场.jpg", what)])


def test_exhibit_that_was_taken_away_is_named_by_its_case(town):
    number, _ = exhibited(town)
    use = Use.objects.get()
    Use.objects.filter(pk=use.pk).delete()
    what = "was recorded with it and is gone"

    assert looked() == (1, [("evidence", f"{number} {use.pk}", what)])


def test_digest_of_an_exhibit_that_was_changed_is_found_by_its_commitment(town):
    exhibited(town)
    body = Body.objects.get(content__has_key="attachments")
    digests = {use: "A" * 43 + "=" for use in body.content["attachments"]}
    with past_the_triggers():
        Body.objects.filter(pk=body.pk).update(content=body.content | {"attachments": digests})

    code, found = looked()

    assert (code, [row[0] for row in found]) == (1, ["commitments", "evidence"])


def test_file_of_a_task_swapped_is_named_with_the_task(town):
    asking = Asking(town)
    asking.give()
    file = photo(town.officer).file
    asking.to_reported(files=[Attached(file, new_id())])
    overwritten(file.sha256, bytes(file.size))

    code, found = looked()

    assert (code, [row for row in found if row[0] == "evidence"]) == (
        1,
        [("evidence", f"{asking.number} 现场.jpg", "its content has changed")],
    )


def test_evidence_file_that_no_act_brought_is_named_by_its_hash(town):
    photo(town.officer)
    File.objects.update(used=True)
    file = File.objects.get()
    store.original(file.sha256).chmod(0o600)
    store.original(file.sha256).write_bytes(bytes(file.size))

    assert looked() == (1, [("evidence", file.sha256, "its content has changed")])
