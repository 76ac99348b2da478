import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from anhuan.base.ids import new_id
from anhuan.evidence import jobs, vault
from anhuan.evidence.models import File, Use
from anhuan.evidence.queries import (
    open_derivative,
    open_original,
    owner_of,
    uses_of,
    uses_of_many,
)
from anhuan.evidence.services import attach, store, sweep
from anhuan.evidence.types import Capture, Edge, Kind, Place, Scope, StoredFile
from anhuan.kernel.access import Role, Seat, Viewer
from anhuan.kernel.refusal import Refusal, Why
from tests.modules.evidence.samples import GPS, TAKEN, Counting, photo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
OWNER, PERSON, SITE, UNIT = new_id(), new_id(), new_id(), new_id()
HERE = Scope(area_path="00010001", unit=UNIT, site=SITE)


def viewer(area: str = "0001", site: UUID | None = None, unit: UUID | None = None) -> Viewer:
    seat = Seat(post=new_id(), role=Role.GRID, area_path=area, site=site, unit=unit)
    return Viewer(person=PERSON, at=AT, seats=(seat,))


NEIGHBOUR = viewer("0002")


def put(content: bytes | None = None, name: str = "现场.jpg", at: datetime = AT) -> StoredFile:
    stream = Counting(photo() if content is None else content)
    kind = Kind.PHOTO if name.endswith(".jpg") else Kind.DOCUMENT
    return store(stream, name=name, by=PERSON, at=at, kind=kind)


def use(file: StoredFile | None = None, **changes: Any) -> UUID:
    values: dict[str, Any] = {
        "owner_kind": "case",
        "owner": OWNER,
        "scope": HERE,
        "by": PERSON,
        "at": AT,
        "label": "before",
    }
    return attach(file or put(), **(values | changes))


def not_visible(read: Callable[[], Any]) -> bool:
    try:
        read()
    except Refusal as refused:
        return refused == Refusal(Why.NOT_VISIBLE)
    return False


@pytest.mark.parametrize(
    ("reader", "count"),
    [
        (viewer("0001"), 1),
        (viewer("00010001"), 1),
        (viewer("", site=SITE), 1),
        (viewer("", unit=UNIT), 1),
        (viewer("0002"), 0),
        (viewer("000100010001"), 0),
        (viewer("", site=new_id(), unit=new_id()), 0),
        (Viewer(person=PERSON, at=AT), 0),
    ],
)
def test_uses_of_within_reach(reader: Viewer, count: int) -> None:
    use_id = use()

    assert len(uses_of(reader, "case", OWNER)) == count
    assert not_visible(lambda: open_original(reader, use_id)) is (count == 0)
    assert not_visible(lambda: open_derivative(reader, use_id, Edge.THUMB)) is (count == 0)


def test_uses_of_an_owner_granted() -> None:
    use_id = use()

    assert len(uses_of(NEIGHBOUR, "case", OWNER, granted=[OWNER])) == 1
    assert open_original(NEIGHBOUR, use_id, granted=[OWNER]).name == "现场.jpg"
    assert not_visible(lambda: open_original(NEIGHBOUR, use_id, granted=[new_id()]))


def test_uses_of_shows_what_was_claimed() -> None:
    capture = Capture(AT - DAY, Place(120.5, 30.5, 8.0), AT)
    use_id = use(capture=capture, label="after")

    (seen,) = uses_of(viewer(), "case", OWNER)
    assert (seen.id, seen.label, seen.by, seen.at) == (use_id, "after", PERSON, AT)
    assert (seen.captured_at, seen.place) == (AT - DAY, Place(120.5, 30.5, 8.0))
    assert (seen.name, seen.media_type, seen.is_photo) == ("现场.jpg", "image/jpeg", True)
    assert Use.objects.get().device_clock == AT


def test_uses_of_other_owners_stay_apart() -> None:
    other = new_id()
    first, second = use(), use(owner=other)
    use(owner_kind="site")

    assert [seen.id for seen in uses_of(viewer(), "case", OWNER)] == [first]
    many = uses_of_many(viewer(), "case", [OWNER, other, PERSON])
    assert {owner: [seen.id for seen in found] for owner, found in many.items()} == {
        OWNER: [first],
        other: [second],
        PERSON: [],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_uses_of_takes_one_query(count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        use()

    with django_assert_num_queries(1):
        assert len(uses_of(viewer(), "case", OWNER)) == count


def test_same_content_twice_shows_nothing_of_the_other_use() -> None:
    mine = use(put(name="mine.jpg"))
    use(put(name="theirs.jpg"), owner=new_id(), scope=Scope(area_path="0002"))

    assert [seen.name for seen in uses_of(viewer(), "case", OWNER)] == ["mine.jpg"]
    assert open_original(viewer(), mine).name == "mine.jpg"
    assert File.objects.count() == 1


def test_metadata_of_the_photo_fills_what_the_device_did_not_say() -> None:
    use(put(photo(exif=TAKEN, gps=GPS)))

    (seen,) = uses_of(viewer(), "case", OWNER)
    assert seen.captured_at == datetime(2026, 5, 1, 0, 30, tzinfo=UTC)
    assert seen.place == Place(lon=120.25, lat=30.5083333)


@pytest.mark.parametrize(
    ("exif", "gps", "taken_at", "place"),
    [
        ({**TAKEN, 0x9011: "+09:00"}, None, datetime(2026, 4, 30, 23, 30, tzinfo=UTC), None),
        ({0x9003: "2026:13:01 08:30:00"}, None, None, None),
        ({0x9003: "0000:00:00 00:00:00"}, None, None, None),
        (None, {**GPS, 1: "S", 3: "W"}, None, Place(lon=-120.25, lat=-30.5083333)),
        (None, {**GPS, 2: (91.0, 0.0, 0.0)}, None, None),
        (None, {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None, None),
        (None, {1: "N", 2: (30.0, 30.0, 30.0)}, None, None),
    ],
)
def test_metadata_that_is_odd(
    exif: Any, gps: Any, taken_at: datetime | None, place: Place | None
) -> None:
    stored = put(photo(exif=exif, gps=gps))

    assert (stored.taken_at, stored.taken_place) == (taken_at, place)


def test_original_is_never_altered() -> None:
    content = photo(exif=TAKEN, gps=GPS)
    use_id = use(put(content))
    open_derivative(viewer(), use_id, Edge.PAGE)

    opened = open_original(viewer(), use_id)
    assert opened.path.read_bytes() == content
    assert (opened.size, opened.media_type) == (len(content), "image/jpeg")


@pytest.mark.parametrize(("edge", "size"), [(Edge.THUMB, (320, 160)), (Edge.PAGE, (1280, 640))])
def test_derivative_is_scaled(edge: Edge, size: tuple[int, int]) -> None:
    use_id = use(put(photo(size=(2000, 1000))))

    opened = open_derivative(viewer(), use_id, edge)

    with Image.open(opened.path) as image:
        assert (image.size, image.format) == (size, "JPEG")
    assert opened.size == opened.path.stat().st_size


def test_derivative_carries_no_metadata() -> None:
    profile = b"icc-secret" * 20
    content = photo(
        exif=TAKEN, gps=GPS, comment="SecretComment", icc_profile=profile, xmp=b"<SecretXmp/>"
    )
    assert [content.count(word) for word in (b"SecretPhone", b"SecretComment")] == [1, 1]

    opened = open_derivative(viewer(), use(put(content)), Edge.PAGE)

    written = opened.path.read_bytes()
    words = (b"Secret", b"icc-secret", b"Exif", b"2026:05:01")
    assert [written.count(word) for word in words] == [0, 0, 0, 0]
    with Image.open(BytesIO(written)) as image:
        assert dict(image.getexif()) == {}


def test_derivative_stands_upright() -> None:
    opened = open_derivative(viewer(), use(put(photo(orientation=6))), Edge.THUMB)

    with Image.open(opened.path) as image:
        assert image.size == (48, 64)
        red, _, blue = image.convert("RGB").getpixel((24, 4))  # type: ignore[misc]
        assert blue > red  # the left half has become the upper half


def test_derivative_of_a_transparent_picture_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    opened = open_derivative(viewer(), use(put(out.getvalue())), Edge.THUMB)

    with Image.open(opened.path) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_derivative_is_made_again_when_it_is_missing() -> None:
    use_id = use()
    path = open_derivative(viewer(), use_id, Edge.THUMB).path
    before = path.read_bytes()
    path.unlink()

    assert open_derivative(viewer(), use_id, Edge.THUMB).path.read_bytes() == before


def test_derivative_of_a_document() -> None:
    use_id = use(put(b"%PDF-1.7\n", "a.pdf"))

    assert not_visible(lambda: open_derivative(viewer(), use_id, Edge.THUMB)) is True
    assert open_original(viewer(), use_id).media_type == "application/pdf"


def test_owner_of_a_use() -> None:
    assert owner_of(viewer(), use()) == ("case", OWNER)
    assert not_visible(lambda: owner_of(viewer(), new_id())) is True


def test_attach_sent_again_adds_nothing() -> None:
    file, use_id = put(), new_id()

    assert [use(file, use_id=use_id), use(file, use_id=use_id)] == [use_id, use_id]
    assert Use.objects.count() == 1


def test_attach_of_an_id_that_stands_for_something_else() -> None:
    use_id = use()

    with pytest.raises(Refusal) as refused:
        use(owner=new_id(), use_id=use_id)
    assert refused.value.why is Why.REPEATED


def test_attach_of_a_file_that_was_swept() -> None:
    file = put()
    sweep(sha256=file.sha256, at=AT + DAY)

    with pytest.raises(Refusal) as refused:
        use(file)
    assert refused.value.why is Why.FILE_BROKEN


def run_due(at: datetime) -> None:
    for item in jobs.due(at):
        jobs.run(item, at)


@pytest.mark.django_db(transaction=True)
def test_sweep_removes_what_nothing_used_for_a_day(data: Path) -> None:
    unused, used = put(photo(size=(10, 10))), put(photo(size=(20, 20)))
    use(used)

    run_due(AT + DAY - timedelta(seconds=1))
    assert vault.original(unused.sha256).exists()
    run_due(AT + DAY)

    left = {path.name.split(".")[0] for path in data.rglob("*") if path.is_file()}
    assert left == {used.sha256}
    assert [row.sha256 for row in File.objects.all()] == [used.sha256]


def test_sweep_spares_what_came_again() -> None:
    content = photo()
    put(content)
    sha = put(content, at=AT + DAY).sha256

    assert sweep(sha256=sha, at=AT + DAY + timedelta(hours=1)) is False
    assert vault.original(sha).exists()


@pytest.mark.django_db(transaction=True)
def test_sweep_of_a_store_that_did_not_commit(data: Path) -> None:
    with transaction.atomic():
        put()
        transaction.set_rollback(True)
    (vault.coming() / "half.part").write_bytes(b"x")
    for path in vault.coming().iterdir():
        os.utime(path, (AT.timestamp(), AT.timestamp()))

    run_due(AT + DAY - timedelta(seconds=1))
    assert len(list(vault.coming().iterdir())) == 2
    run_due(AT + DAY + timedelta(seconds=1))

    assert [path for path in data.rglob("*") if path.is_file()] == []
    assert File.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_sweep_of_a_trace_whose_file_is_used() -> None:
    file = put()
    use(file)
    trace = vault.announce(file.sha256)
    os.utime(trace, (AT.timestamp(), AT.timestamp()))

    run_due(AT + DAY + timedelta(seconds=1))

    assert (trace.exists(), vault.original(file.sha256).exists()) == (False, True)


@pytest.mark.parametrize(
    ("model", "changes", "refused"),
    [
        (File, {"size": 1}, False),
        (File, {"size": 0}, True),
        (File, {"taken_lon": 120.0, "taken_lat": 30.0}, False),
        (File, {"taken_lon": 120.0}, True),
        (File, {"taken_lon": 120.0, "taken_lat": 90.1}, True),
        (Use, {"lon": 120.0, "lat": 30.0, "accuracy_m": 0.0}, False),
        (Use, {"lon": 120.0, "lat": 30.0}, False),
        (Use, {"lat": 30.0}, True),
        (Use, {"lon": 180.1, "lat": 30.0}, True),
        (Use, {"accuracy_m": 5.0}, True),
        (Use, {"lon": 120.0, "lat": 30.0, "accuracy_m": -1.0}, True),
        (Use, {"name": "b"}, False),
        (Use, {"name": ""}, True),
    ],
)
def test_evidence_constraints(model: Any, changes: dict[str, Any], refused: bool) -> None:
    use()
    try:
        with transaction.atomic():
            model.objects.update(**changes)
        raised = False
    except IntegrityError:
        raised = True

    assert raised is refused
