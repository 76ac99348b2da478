"""The form of every act: made from the kernel's inputs, losing nothing on a refusal."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anhuan.cases import models
from anhuan.cases.services import act
from anhuan.evidence.models import Use
from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS
from anhuan.kernel.lifecycle import DOORS
from tests import factories as make
from tests.modules.cases.town import DUE, PLAN, Loop, build, enter, photo

pytestmark = pytest.mark.django_db
SOMETIMES = {"signer", "acceptance", "treatment", "emergency"}


def picture(shade=120, name="现场.jpg"):
    stream = BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 80)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


def version(number):
    return models.Case.objects.get(number=number).version


def names(html):
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', html))


def errors(html):
    return dict(
        re.findall(r'id="field_(\w+)"(?:(?!id="field_).)*?_error">.*?</svg>(.*?)</p>', html, re.S)
    )


def tickets(html):
    return re.findall(r'name="files_ticket" value="([^"]+)"', html)


@pytest.mark.parametrize("action", [one for one in Action if one not in DOORS])
def test_form_has_every_input_of_the_act(town, browser_of, action):
    number = enter(town, town.officer).number

    html = browser_of(town.officer).get(f"/cases/{number}/{action.value}/").content.decode()

    wanted = {each.name for each in INPUTS[action]}
    assert wanted - SOMETIMES - names(html) == set()
    assert "version" in names(html)


@pytest.mark.parametrize("action", ["register", "report", "nonsense", "DROP"])
def test_what_is_no_act_of_a_case_is_not_found(town, browser_of, action):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    assert browser.get(f"/cases/{number}/{action}/").status_code == 404
    assert browser.post(f"/cases/{number}/{action}/", {}).status_code == 404


def test_act_leads_back_to_the_case_and_says_where_the_ball_went(town, browser_of):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)

    answer = browser.post(
        f"/cases/{number}/grade/", {"version": version(number), "grade": "general"}
    )
    html = browser.get(answer.url).content.decode()

    assert (answer.status_code, answer.url) == (302, f"/cases/{number}/")
    told = re.findall(r"data-toast>(.*?)</div>", html)
    assert told == ["已定级。球到 陈立，05-13 前交办并定期限。"]


def test_refused_form_keeps_words_and_files(town, browser_of):
    number = enter(town, town.officer).number
    Loop(town, number).to_underway()
    firm = browser_of(town.firm)
    url = f"/cases/{number}/submit/"
    given = {"version": version(number), "done": "", "money_fen": "12.5", "files": [picture()]}

    refused = firm.post(url, given)
    html = refused.content.decode()
    kept = tickets(html)
    again = firm.post(
        url,
        {"version": version(number), "done": "清完了", "money_fen": "12.5", "files_ticket": kept},
    )

    assert (refused.status_code, errors(html)) == (422, {"done": "还没填。填上再发。"})
    assert 'value="12.5"' in html
    assert len(kept) == 1
    assert again.status_code == 302
    assert models.Case.objects.get(number=number).spent_fen == 1250
    assert [use.name for use in Use.objects.all()] == ["现场.jpg"]


def test_missing_photo_is_said_at_the_files(town, browser_of):
    number = enter(town, town.officer).number
    Loop(town, number).to_underway()

    answer = browser_of(town.firm).post(
        f"/cases/{number}/submit/", {"version": version(number), "done": "清完了"}
    )

    assert answer.status_code == 422
    assert list(errors(answer.content.decode())) == ["files"]


def test_file_of_a_kind_not_taken_is_said_and_the_good_one_kept(town, browser_of):
    number = enter(town, town.officer).number
    bad = SimpleUploadedFile("run.exe", b"MZ\x00\x01binary", content_type="image/png")

    html = (
        browser_of(town.officer)
        .post(
            f"/cases/{number}/note/",
            {"version": version(number), "note": "看附件", "files": [bad, picture()]},
        )
        .content.decode()
    )

    assert list(errors(html)) == ["files"]
    assert len(tickets(html)) == 1
    assert "看附件" in html


def test_ticket_of_somebody_else_is_no_file(town, browser_of):
    number = enter(town, town.officer).number
    Loop(town, number).to_underway()
    given = {"version": version(number), "done": "", "files": [picture()]}
    firm = browser_of(town.firm).post(f"/cases/{number}/submit/", given)
    stolen = tickets(firm.content.decode())

    answer = browser_of(town.officer).post(
        f"/cases/{number}/note/",
        {"version": version(number), "note": "看", "files_ticket": stolen},
    )

    assert (answer.status_code, Use.objects.count()) == (422, 0)


def test_stale_form_shows_what_changed_and_can_be_sent_again(town, browser_of):
    number = enter(town, town.officer).number
    seen = version(number)
    Loop(town, number).do(Action.NOTE, town.colleague, note="企业说周四清完")
    browser = browser_of(town.officer)
    given = {"version": seen, "grade": "general", "criterion": "照明细表第三条"}

    stale = browser.post(f"/cases/{number}/grade/", given)
    html = stale.content.decode()
    fresh = re.search(r'name="version" value="(\d+)"', html)[1]
    again = browser.post(f"/cases/{number}/grade/", given | {"version": fresh})

    assert stale.status_code == 409
    assert "企业说周四清完" in html
    assert 'value="照明细表第三条"' in html
    assert (int(fresh), again.status_code) == (seen + 1, 302)


def test_act_of_the_wrong_post_is_refused_in_place(town, browser_of):
    number = enter(town, town.officer).number

    answer = browser_of(town.leader).post(
        f"/cases/{number}/grade/", {"version": version(number), "grade": "general"}
    )

    assert answer.status_code == 422
    assert "这不归你的岗位" in answer.content.decode() or "不归" in answer.content.decode()
    assert models.Case.objects.get(number=number).grade == ""


def test_replayed_form_acts_once(town, browser_of):
    number = enter(town, town.officer).number
    browser = browser_of(town.officer)
    given = {"version": version(number), "grade": "general"}
    first = browser.post(f"/cases/{number}/grade/", given)
    second = browser.post(f"/cases/{number}/grade/", given)
    assert (first.status_code, second.status_code) == (302, 409)
    assert version(number) == given["version"] + 1


@pytest.mark.parametrize(
    "given",
    [
        {"due_on": "2026-02-30"},
        {"due_on": "\x00"},
        {"due_on": "2026-05-20", "to_unit": "x"},
        {"due_on": "2026-05-20", "to_unit": str(uuid4())},
        {"due_on": "2026-05-20", "requirement": "长" * 5000},
        {"due_on": "2026-05-20", "version": "9" * 40},
        {"due_on": "2026-05-20", "version": "-1"},
        {"due_on": "2026-05-20", "files_ticket": "nonsense"},
        {"due_on": "2020-01-01"},
    ],
)
def test_hostile_input_is_refused_in_place(town, browser_of, given):
    number = enter(town, town.officer).number
    Loop(town, number).do(Action.GRADE, town.officer, grade="general")
    answer = browser_of(town.officer).post(
        f"/cases/{number}/assign/", {"version": version(number)} | given
    )
    refused = given.get("version") not in {"-1", "9" * 40}
    assert answer.status_code == (422 if refused else 302)


def test_another_streets_case_takes_no_act(town, browser_of):
    other = build()
    number = enter(other, other.officer).number
    answer = browser_of(town.officer).post(f"/cases/{number}/grade/", {"grade": "general"})
    assert (answer.status_code, version(number)) == (404, 1)


def test_binding_act_asks_first_and_works_without_script(town, browser_of):
    number = enter(town, town.officer).number
    Loop(town, number).do(Action.GRADE, town.officer, grade="general")
    browser = browser_of(town.officer)
    html = browser.get(f"/cases/{number}/assign/").content.decode()
    asked = re.search(r'data-ask="([^"]+)".*?data-ask-verb="([^"]+)"', html).groups()

    answer = browser.post(
        f"/cases/{number}/assign/", {"version": version(number), "due_on": DUE.isoformat()}
    )

    assert asked == (f"交办 {number}？", "交办")
    assert answer.status_code == 302


def test_officer_enters_the_firms_act_with_signer_and_paper(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE)
    officer = browser_of(town.officer)
    url = f"/cases/{number}/sign_for/"
    html = officer.get(f"{url}?for_firm=1").content.decode()
    given = {"version": version(number), "for_firm": "1", "signer": "王建国"}

    bare = officer.post(url, given)
    done = officer.post(url, given | {"files": [picture()]})
    shown = officer.get(f"/cases/{number}/").content.decode()

    assert "代录：签收" in html
    assert (bare.status_code, list(errors(bare.content.decode()))) == (422, ["files"])
    assert done.status_code == 302
    assert "签收（代录）" in shown


def test_plan_asks_for_what_is_not_settled_yet(town, browser_of):
    number = enter(town, town.officer).number
    loop = Loop(town, number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE)
    loop.do(Action.SIGN_FOR, town.firm)
    partly = {name: PLAN[name] for name in ("responsible", "measure")}

    answer = browser_of(town.firm).post(
        f"/cases/{number}/plan/", {"version": version(number)} | partly
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert sorted(errors(html)) == ["acceptor", "finisher"]
    assert PLAN["measure"] in html


def test_case_that_leaves_the_actors_sight_leads_to_my_work(town, browser_of):
    other = build()
    number = enter(town, town.officer).number
    act(
        number=number,
        action=Action.GRADE,
        given={"grade": "general"},
        by=town.officer,
        at=make.AT + timedelta(minutes=1),
    )
    answer = browser_of(town.officer).post(
        f"/cases/{number}/forward/",
        {"version": version(number), "to_unit": str(other.station.id), "code": "area"},
    )
    assert (answer.status_code, answer.url) == (302, f"/cases/{number}/")


def test_photo_is_served_to_those_who_see_the_case_only(town, browser_of):
    other = build()
    number = enter(town, town.officer).number
    Loop(town, number).do(Action.NOTE, town.officer, photo(town.officer), note="现场")
    use = Use.objects.get()
    officer, stranger = browser_of(town.officer), browser_of(other.officer)

    thumb = officer.get(f"/evidence/{use.id}/thumb")
    whole = officer.get(f"/evidence/{use.id}/original")

    sent = [b"".join(one.streaming_content) for one in (thumb, whole)]
    assert [part[:2] for part in sent] == [b"\xff\xd8", b"\xff\xd8"]
    assert (thumb.status_code, thumb["Content-Type"]) == (200, "image/jpeg")
    assert whole["Content-Disposition"].startswith("attachment")
    assert whole["X-Content-Type-Options"] == "nosniff"
    for size in ("thumb", "page", "original"):
        assert stranger.get(f"/evidence/{use.id}/{size}").status_code == 404
        assert officer.get(f"/evidence/{uuid4()}/{size}").status_code == 404
