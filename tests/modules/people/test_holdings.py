"""Telephone numbers, certificates, tokens, suggestions, disclosures."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string

from anhuan.base.ids import new_id
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.ledger.models import Body, Fact
from anhuan.people import queries, services
from anhuan.people.models import Certificate, Disclosure, Person, Suggestion, Token
from anhuan.people.types import CertificateKind, Disclosed, Scope, TokenUse

from .conftest import AT


def refused(why: Why):
    return pytest.raises(Refusal, match=f"^{why.value}$")


def certify(person: UUID, number: str = "01-0001", start=date(2024, 3, 1), end=date(2026, 11, 20)):
    return services.add_certificate(
        person_id=person,
        kind=CertificateKind.ENFORCEMENT,
        number=number,
        issued_by="安澜市应急管理局",
        valid_from=start,
        valid_to=end,
        by=None,
        at=AT,
    )


def number_at(person: UUID, at: datetime) -> str | None:
    found = queries.certificate_at(person, at)
    return found.number if found else None


def test_phone_masked_and_sealed(person: UUID) -> None:
    row = Person.objects.get(pk=person)
    assert queries.persons([person])[person].phone_masked == "139****1234"
    assert b"13900001234" not in bytes(row.phone_sealed)


def test_phone_opened_leaves_a_trace(person: UUID, keeper: UUID) -> None:
    phone = services.open_phone(person_id=person, why="联系复查", by=keeper, at=AT)
    row = Disclosure.objects.get()
    assert (phone, row.kind, row.what, row.subject, row.why, row.by) == (
        "13900001234",
        "opened",
        "phone",
        person,
        "联系复查",
        keeper,
    )
    assert Fact.objects.get(subject=row.id).kind == "disclosure.opened"


def test_phone_without_reason_stays_shut(person: UUID, keeper: UUID) -> None:
    with refused(Why.MISSING):
        services.open_phone(person_id=person, why="  ", by=keeper, at=AT)
    assert Disclosure.objects.count() == 0


def test_phone_sealed_for_its_owner_only(person: UUID, keeper: UUID) -> None:
    Person.objects.filter(pk=keeper).update(
        phone_sealed=Person.objects.get(pk=person).phone_sealed
    )
    with pytest.raises(InvalidTag):
        services.open_phone(person_id=keeper, why="试", by=keeper, at=AT)


def test_phone_readable_after_key_change(person: UUID, keeper: UUID, settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = get_random_string(50)
    phone = services.open_phone(person_id=person, why="联系", by=keeper, at=AT)
    assert phone == "13900001234"


def test_phone_removed(person: UUID, keeper: UUID) -> None:
    services.change_person(person_id=person, phone="", by=keeper, at=AT)
    assert services.open_phone(person_id=person, why="联系", by=keeper, at=AT) == ""


def test_export_noted(keeper: UUID) -> None:
    services.note_disclosure(
        kind=Disclosed.EXPORTED,
        what="cases",
        subject=None,
        why="周通报",
        rows=412,
        by=keeper,
        at=AT,
    )
    viewer = Viewer(person=keeper, at=AT, capabilities=frozenset({Capability.KEEP_ACCOUNTS}))
    line = queries.disclosures(viewer)[0]
    assert (line.kind, line.what, line.rows, line.by) == (
        Disclosed.EXPORTED,
        "cases",
        412,
        keeper,
    )


def test_disclosures_own_are_visible_others_not(person: UUID, keeper: UUID) -> None:
    services.open_phone(person_id=person, why="联系", by=keeper, at=AT)
    own = queries.disclosures(Viewer(person=person, at=AT), subject=person)
    assert [line.by for line in own] == [keeper]
    with refused(Why.WRONG_ROLE):
        queries.disclosures(Viewer(person=keeper, at=AT), subject=person)


@pytest.mark.parametrize(
    "at, number",
    [
        (datetime(2024, 2, 29, 15, 59, tzinfo=UTC), None),
        (datetime(2024, 2, 29, 16, 0, tzinfo=UTC), "01-0001"),
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), "01-0001"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), None),
    ],
)
def test_certificate_counts_days_at_utc8(person: UUID, at: datetime, number: str | None) -> None:
    certify(person)
    assert number_at(person, at) == number


def test_certificate_longest_lived_first(person: UUID) -> None:
    certify(person)
    certify(person, "01-0002", end=date(2028, 1, 1))
    assert number_at(person, AT) == "01-0002"


def test_certificate_other_kind_does_not_count(person: UUID) -> None:
    certify(person)
    assert queries.certificate_at(person, AT, CertificateKind.SUPERVISION) is None


def test_certificate_withdrawn(person: UUID, keeper: UUID) -> None:
    found = certify(person)
    services.withdraw_certificate(certificate_id=found, on=date(2026, 11, 20), by=keeper, at=AT)
    assert [number_at(person, AT - timedelta(days=1)), number_at(person, AT)] == ["01-0001", None]


def test_certificate_ends_before_it_begins(person: UUID) -> None:
    with refused(Why.MALFORMED):
        certify(person, start=date(2026, 1, 2), end=date(2026, 1, 1))
    row = Certificate(
        person_id=person,
        kind="enforcement",
        number="x",
        issued_by="y",
        valid_from=date(2026, 1, 2),
        valid_to=date(2026, 1, 1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def token(account: UUID, person: UUID, *, scopes=(Scope.READ,), term=timedelta(days=30), at=AT):
    return services.issue_token(
        account_id=account, name="报表", scopes=scopes, term=term, by=person, at=at
    )


def test_token_speaks_for_its_account(account: UUID, person: UUID) -> None:
    issued = token(account, person, scopes=(Scope.WRITE, Scope.READ))
    assert services.use_token(secret=issued.secret, at=AT) == TokenUse(
        token=issued.id,
        account=account,
        person=person,
        scopes=frozenset({Scope.READ, Scope.WRITE}),
    )


def test_token_has_256_random_bits_and_is_not_stored(account: UUID, person: UUID) -> None:
    issued = token(account, person)
    row = Token.objects.get()
    kept = repr(row.__dict__) + repr(list(Body.objects.values_list("content", flat=True)))
    assert (len(issued.secret.removeprefix("anhuan_")), issued.secret in kept) == (43, False)


def test_token_revoked(account: UUID, person: UUID) -> None:
    issued = token(account, person)
    services.revoke_token(account_id=account, token_id=issued.id, by=person, at=AT)
    assert services.use_token(secret=issued.secret, at=AT) is None
    with refused(Why.REPEATED):
        services.revoke_token(account_id=account, token_id=issued.id, by=person, at=AT)


def test_token_expired_at_its_end(account: UUID, person: UUID) -> None:
    issued = token(account, person)
    early = services.use_token(secret=issued.secret, at=issued.expires_at - timedelta(seconds=1))
    assert early is not None
    assert services.use_token(secret=issued.secret, at=issued.expires_at) is None


def test_token_of_closed_account(account: UUID, person: UUID, keeper: UUID) -> None:
    issued = token(account, person)
    services.close_account(account_id=account, by=keeper, at=AT)
    assert services.use_token(secret=issued.secret, at=AT) is None


def test_token_of_another_cannot_be_revoked(account: UUID, person: UUID) -> None:
    issued = token(account, person)
    with refused(Why.NOT_VISIBLE):
        services.revoke_token(account_id=new_id(), token_id=issued.id, by=person, at=AT)


def test_token_last_use_is_a_day(account: UUID, person: UUID) -> None:
    issued = token(account, person)
    services.use_token(secret=issued.secret, at=datetime(2026, 11, 20, 16, 1, tzinfo=UTC))
    assert Token.objects.get().last_used_on == date(2026, 11, 21)


@pytest.mark.parametrize("term", [timedelta(0), timedelta(days=367)])
def test_token_term_refused(account: UUID, person: UUID, term: timedelta) -> None:
    with refused(Why.MALFORMED):
        token(account, person, term=term)


def test_token_without_scope_refused(account: UUID, person: UUID) -> None:
    with refused(Why.MISSING):
        token(account, person, scopes=())


def test_suggestion_numbers_per_year(person: UUID) -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    numbers = [
        services.suggest(text="字太小", page="/me/", by=person, at=at)[0]
        for at in (AT, AT, new_year)
    ]
    assert numbers == ["S-2026-000001", "S-2026-000002", "S-2027-000001"]


def test_suggestion_answer_reaches_its_author(person: UUID, keeper: UUID) -> None:
    number, _ = services.suggest(text="字太小", page="/me/", by=person, at=AT)
    services.answer_suggestion(number=number, answer="下周改大", by=keeper, at=AT)
    line = queries.suggestions_of(person)[0]
    assert (line.text, line.answer, line.answered_by) == ("字太小", "下周改大", "方宁")
    assert queries.suggestions_of(keeper) == []


def test_suggestion_without_account_by_code(keeper: UUID) -> None:
    number, code = services.suggest(text="打不开", page="/sign-in/", by=None, at=AT)
    other, _ = services.suggest(text="别人的", page="", by=None, at=AT)
    found = queries.suggestion(number.lower(), code.lower())
    assert found is not None
    assert (found.text, queries.suggestion(other, code)) == ("打不开", None)


def test_suggestion_answered_once(person: UUID, keeper: UUID) -> None:
    number, _ = services.suggest(text="字太小", page="", by=person, at=AT)
    services.answer_suggestion(number=number, answer="好", by=keeper, at=AT)
    with refused(Why.REPEATED):
        services.answer_suggestion(number=number, answer="不好", by=keeper, at=AT)


def test_suggestion_answer_whole_in_the_database(person: UUID) -> None:
    services.suggest(text="字太小", page="", by=person, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.update(answer="没有名字的答复")


def test_suggestions_open_for_keepers_only(person: UUID, keeper: UUID) -> None:
    number, _ = services.suggest(text="字太小", page="", by=person, at=AT)
    viewer = Viewer(person=keeper, at=AT, capabilities=frozenset({Capability.KEEP_ACCOUNTS}))
    assert [line.number for line in queries.open_suggestions(viewer)] == [number]
    with refused(Why.WRONG_ROLE):
        queries.open_suggestions(Viewer(person=person, at=AT))


def test_person_stale_write_refused(person: UUID, keeper: UUID) -> None:
    from anhuan.people.services.acts import advance

    late = Person.objects.get(pk=person)
    services.change_person(person_id=person, short="小陈", by=keeper, at=AT)
    with refused(Why.STALE):
        advance(late, "person.changed", fields={"short": "老陈"}, by=keeper, at=AT)
