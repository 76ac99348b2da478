"""One person with an account, a person without, and a quick password hash."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from anhuan.people import services

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PASSWORD = "青石桥下三点水"


@pytest.fixture(autouse=True)
def _quick_hash(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def keeper(db: None) -> UUID:
    """Whoever keeps accounts."""
    return services.add_person(name="方宁", by=None, at=AT)


@pytest.fixture
def person(db: None) -> UUID:
    return services.add_person(name="陈立", phone="13900001234", by=None, at=AT)


@pytest.fixture
def account(person: UUID, keeper: UUID) -> UUID:
    return services.open_account(
        person_id=person, username="chenli", password=PASSWORD, by=keeper, at=AT
    )
