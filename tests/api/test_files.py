"""Files in and out."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anhuan.cases.models import Case
from anhuan.evidence.models import Use
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.api.callers import BASE, picture, refused
from tests.api.ways import door
from tests.modules.devices.phone import phone_of
from tests.modules.inspections.walks import departments

pytestmark = pytest.mark.django_db
EDGES = ("thumb", "page", "original")


@pytest.fixture
def evidence(town, of):
    """The one use of a photo that a case began with."""
    officer = of(town.officer)
    number = officer.open(door(town), exhibits=[officer.photo()])
    (use,) = officer.get(f"/cases/{number}").json()["evidence"]
    return use


def content(answer):
    return b"".join(answer.streaming_content)


def test_file_sent_is_known_by_its_hash(town, of):
    sent = picture()

    answer = of(town.officer).send(sent).json()

    assert (answer["sha256"], answer["size"]) == (hashlib.sha256(sent).hexdigest(), len(sent))
    assert (answer["media_type"], answer["name"]) == ("image/jpeg", "现场.jpg")


def test_file_may_come_in_a_form(town, of):
    officer = of(town.officer)
    file = SimpleUploadedFile("../../门口.jpg", picture(), content_type="image/jpeg")

    answer = officer.http.post(
        f"{BASE}/files", {"file": file}, headers={"Authorization": f"Bearer {officer.secret}"}
    )

    assert (answer.status_code, answer.json()["name"]) == (201, "门口.jpg")


def test_form_without_file_is_refused(town, of):
    officer = of(town.officer)

    answer = officer.http.post(
        f"{BASE}/files", {"other": "x"}, headers={"Authorization": f"Bearer {officer.secret}"}
    )

    assert refused(answer)[:2] == (422, "missing")


def test_form_that_broke_off_is_refused(town, of):
    officer = of(town.officer)

    answer = officer.http.generic(
        "POST",
        f"{BASE}/files",
        b"--x\r\nnonsense",
        content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {officer.secret}"},
    )

    assert refused(answer)[:2] == (400, "unreadable")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file-empty"), (b"MZ\x90\x00 program", "file-type"), (picture()[:200], "file-broken")],
)
def test_file_that_is_no_photo_is_refused(town, of, content, code):
    assert refused(of(town.officer).send(content))[:2] == (422, code)


class Endless(BytesIO):
    """200 MB that nobody may read."""

    read_so_far = 0

    def read(self, size=-1):
        Endless.read_so_far += max(size, 0)
        return b"x" * max(size, 0)


@pytest.mark.parametrize("kind", ["image/jpeg", "multipart/form-data; boundary=x"])
def test_file_of_200_mb_is_refused_unread(town, of, kind):
    officer = of(town.officer)
    Endless.read_so_far = 0

    answer = officer.http.generic(
        "POST",
        f"{BASE}/files",
        b"x",
        content_type=kind,
        headers={"Authorization": f"Bearer {officer.secret}"},
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        **{"wsgi.input": Endless()},
    )

    assert refused(answer)[:2] == (422, "file-too-large")
    assert Endless.read_so_far == 0


def test_photo_is_shown_without_what_it_says_of_itself(town, of, evidence):
    answer = of(town.officer).get(f"/evidence/{evidence['id']}/thumb")

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    shown = Image.open(BytesIO(content(answer)))
    assert (shown.format, dict(shown.getexif())) == ("JPEG", {})


def test_original_leaves_untouched_as_attachment(town, of, evidence):
    answer = of(town.officer).get(f"/evidence/{evidence['id']}/original")

    assert answer["Content-Disposition"].startswith("attachment;")
    assert content(answer) == picture()


def test_firm_sees_the_photos_of_its_own_case(town, of, evidence):
    assert content(of(town.firm).get(f"/evidence/{evidence['id']}/page"))[:2] == b"\xff\xd8"


@pytest.mark.parametrize("tail", ["", "/", "/secret", "/thumb/"])
def test_other_ways_to_a_file_lead_nowhere(town, of, evidence, tail):
    answer = of(town.officer).get(f"/evidence/{evidence['id']}{tail}")

    assert refused(answer)[:2] == (404, "unknown-path")


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "x" * 5000, "é:é:é"])
def test_false_ticket_is_refused(town, of, ticket):
    answer = of(town.officer).post("/cases", {"given": door(town), "exhibits": [ticket]})

    assert refused(answer)[:2] == (422, "file-broken")


def test_too_many_tickets_are_refused(town, of):
    ticket = of(town.officer).photo()

    answer = of(town.officer).post("/cases", {"given": door(town), "exhibits": [ticket] * 13})

    assert refused(answer)[:2] == (422, "too-many")


def test_same_photo_twice_is_shown_once(town, of):
    officer = of(town.officer)
    number = officer.open(door(town), exhibits=[officer.photo(), officer.photo()])

    assert len(officer.get(f"/cases/{number}").json()["evidence"]) == 1


def test_photo_of_what_others_found_jointly_is_not_there(town, of, evidence):
    """Whoever reaches the place does not thereby reach what is told to one department alone."""
    ecology = departments(town).ecology
    before = of(ecology).get(f"/evidence/{evidence['id']}/thumb")
    Case.objects.update(apart=True)

    after = [of(ecology).get(f"/evidence/{evidence['id']}/{edge}") for edge in EDGES]

    assert (before.status_code, content(before)[:2]) == (200, b"\xff\xd8")
    assert [refused(answer)[:2] for answer in after] == [(404, "not-visible")] * len(EDGES)


def test_photo_of_a_statement_is_its_holders_alone(town, of):
    """What a phone brought and the rules refused belongs to the unit that decides on it."""
    Appointment.objects.filter(person=town.grid.person).update(
        valid_to=make.AT - timedelta(hours=3)
    )
    phone = phone_of(town.grid)
    phone.at = make.AT - timedelta(minutes=30)
    phone.bring()
    phone.visit(town.site.id, description="安全出口堵塞", photos=[phone.photo()])
    phone.send(at=make.AT)
    use = Use.objects.get(owner_kind="statement")

    holder = of(town.officer).get(f"/evidence/{use.id}/page")
    beside = [of(departments(town).ecology).get(f"/evidence/{use.id}/{edge}") for edge in EDGES]

    assert content(holder)[:2] == b"\xff\xd8"
    assert [refused(answer)[:2] for answer in beside] == [(404, "not-visible")] * len(EDGES)
