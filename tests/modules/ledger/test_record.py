import hashlib
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anhuan.base.db import triggers
from anhuan.base.ids import new_id
from anhuan.kernel.canon import NotCanonical
from anhuan.ledger.entries import canonical, committed
from anhuan.ledger.models import Body, Entry, Fact, Pending
from anhuan.ledger.queries import acts_of
from anhuan.ledger.services import erase, record

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
SUBJECT = new_id()
PERSON = new_id()


def act(version: int = 1, **changes: Any) -> Fact:
    values: dict[str, Any] = {
        "kind": "case.registered",
        "subject": SUBJECT,
        "version": version,
        "public": {"grade": "major"},
        "body": {"reporter": "王小安"},
        "by": PERSON,
        "at": AT,
    }
    return record(**(values | changes))


def refused(write: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_record_writes_fact_body_and_pending() -> None:
    fact = act()

    stored = Fact.objects.get()
    assert (stored.pk, stored.public, stored.by) == (fact.pk, {"grade": "major"}, PERSON)
    assert Body.objects.get().content == {"reporter": "王小安"}
    assert Pending.objects.get().fact_id == fact.pk


def test_record_commits_to_salt_and_all_that_the_entry_does_not_say() -> None:
    act()

    fact, body = Fact.objects.get(), Body.objects.get()
    content = committed(
        public={"grade": "major"},
        body={"reporter": "王小安"},
        by=fact.by,
        at=fact.at,
        recorded_at=fact.recorded_at,
    )
    assert len(bytes(body.salt)) == 32
    assert bytes(fact.commitment) == hashlib.sha256(bytes(body.salt) + content).digest()


def test_record_of_a_version_that_exists() -> None:
    act(version=1)

    assert refused(lambda: act(version=1)) is True
    assert refused(lambda: act(version=2)) is False
    assert refused(lambda: act(version=1, subject=new_id())) is False


def test_record_in_a_transaction_rolled_back() -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)

    assert [model.objects.count() for model in (Fact, Body, Pending)] == [0, 0, 0]  # type: ignore[attr-defined]


def test_fact_is_insert_only() -> None:
    fact = act()
    Pending.objects.all().delete()
    Body.objects.all().delete()

    assert refused(lambda: Fact.objects.update(kind="case.closed")) is True
    assert refused(lambda: Fact.objects.filter(pk=fact.pk)._raw_delete("default")) is True  # type: ignore[attr-defined]
    assert Fact.objects.get().kind == "case.registered"


def test_entry_is_insert_only() -> None:
    fact = act()
    assert refused(lambda: Entry.objects.create(position=0, fact=fact, leaf=b"x" * 32)) is False

    assert refused(lambda: Entry.objects.update(leaf=b"y" * 32)) is True
    assert refused(lambda: Entry.objects.all().delete()) is True
    assert bytes(Entry.objects.get().leaf) == b"x" * 32


def test_entry_of_a_position_or_fact_that_exists() -> None:
    first, second = act(version=1), act(version=2)
    Entry.objects.create(position=0, fact=first, leaf=b"x" * 32)

    def add(position: int, fact: Fact) -> Callable[[], Any]:
        return lambda: Entry.objects.create(position=position, fact=fact, leaf=b"x" * 32)

    assert refused(add(0, second)) is True
    assert refused(add(1, first)) is True
    assert refused(add(1, second)) is False


def test_body_may_go_but_not_change() -> None:
    act()

    assert refused(lambda: Body.objects.update(content={})) is True
    assert Body.objects.get().content == {"reporter": "王小安"}
    assert refused(lambda: Body.objects.all().delete()) is False
    assert Body.objects.count() == 0


def test_pending_may_go() -> None:
    act()

    assert refused(lambda: Pending.objects.all().delete()) is False
    assert Pending.objects.count() == 0


def test_erase_removes_the_body_and_says_so() -> None:
    fact = act()
    other = act(version=2)

    erase(fact_id=fact.pk, ground="purpose-met", by=PERSON, at=AT)

    erased = Fact.objects.get(kind="ledger.erased")
    bodies = Body.objects.values_list("fact_id", flat=True)
    assert (erased.subject, erased.public) == (fact.pk, {"ground": "purpose-met"})
    assert set(bodies) == {other.pk, erased.pk}
    assert Fact.objects.get(pk=fact.pk).public == {"grade": "major"}


@pytest.mark.parametrize("value", [{"a": 1.0}, {"a": [{"b": 0.5}]}])
def test_canonical_refuses_what_is_not_exact(value: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [{"a": object()}, {"a": 2**53}, {"\ud800": 1}])
def test_canonical_refuses_what_has_no_form(value: dict[str, Any]) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_canonical_bytes_do_not_depend_on_the_order() -> None:
    assert canonical({"b": [1, None, True], "a": "安"}) == '{"a":"安","b":[1,null,true]}'.encode()


def test_record_tables_have_their_triggers() -> None:
    wanted = {
        f"insert_only_ledger_{name}"
        for name in ("fact_update", "fact_delete", "entry_update", "entry_delete", "body_update")
    }

    assert wanted - triggers() == set()


@pytest.mark.django_db(transaction=True)
def test_record_survives_its_transaction() -> None:
    act()

    assert Fact.objects.count() == 1


def test_kind_or_ground_that_cannot_enter_the_log_is_refused_at_once() -> None:
    fact = act()

    with pytest.raises(ValueError, match="code"), transaction.atomic():
        act(kind="Case Opened", version=9)
    with pytest.raises(ValueError, match="code"), transaction.atomic():
        erase(fact_id=fact.pk, ground="因为他要求", by=PERSON, at=AT)
    assert Body.objects.filter(fact=fact.pk).exists()


def test_file_of_an_act_is_named_by_its_salted_digest_alone() -> None:
    use, sha256 = new_id(), hashlib.sha256(b"photo").hexdigest()

    fact = act(files={use: sha256})

    body = Body.objects.get()
    digest = hashlib.sha256(bytes(body.salt) + b"attachments" + hashlib.sha256(b"photo").digest())
    named = {str(use): b64encode(digest.digest()).decode()}
    assert body.content == {"reporter": "王小安", "attachments": named}
    assert sha256 not in str(Fact.objects.values().get())
    content = committed(
        public=fact.public, body=body.content, by=fact.by, at=fact.at, recorded_at=fact.recorded_at
    )
    assert bytes(fact.commitment) == hashlib.sha256(bytes(body.salt) + content).digest()


def test_words_of_an_act_are_told_without_the_digests_of_its_files() -> None:
    act(files={new_id(): hashlib.sha256(b"photo").hexdigest()})

    assert [one.body for one in acts_of(SUBJECT)] == [{"reporter": "王小安"}]
