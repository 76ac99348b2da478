"""A large ledger: written by the worker, fetched by whoever asked, gone after a day."""

import re
from datetime import timedelta

import pytest
import time_machine

from anhuan.base import jobs as worker
from anhuan.base.models import Job
from anhuan.base.sheets.opening import open_workbook
from anhuan.cases import jobs
from anhuan.cases.models import Export
from anhuan.cases.outgoing import queries
from anhuan.notices.models import Notice
from anhuan.people.models import Disclosure
from anhuan.territory.models import Appointment
from tests import factories as make
from tests.modules.cases.town import enter

ASKED = "/ledger/export/?open=1&sort=number"


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(queries, "AT_ONCE", 2)


@pytest.fixture
def large(town):
    return [enter(town, town.officer).number for _ in range(3)]


def ordered(browser, **more):
    return browser.post(ASKED, {"all": "1", **more}).url


def sentence(response):
    return re.findall(r'<h1 class="sentence">(.*?)</h1>', response.content.decode())


def poll_urls(response):
    return re.findall(r'hx-get="([^"]*)"', response.content.decode())


def sheet(response):
    return open_workbook(b"".join(response.streaming_content)).sheets[0].rows


def test_small_export_is_sent_at_once(town, desk):
    for _ in range(2):
        enter(town, town.officer)
    response = desk.post(ASKED, {"all": "1"})
    assert (response.status_code, len(sheet(response)), Export.objects.count()) == (200, 3, 0)


def test_ticked_rows_are_sent_at_once(large, desk):
    response = desk.post(ASKED, {"row": large})
    assert (len(sheet(response)), Export.objects.count()) == (4, 0)


def test_large_export_waits_for_the_worker(large, desk):
    url = ordered(desk)
    response = desk.get(url)
    assert url == f"/ledger/export/{Export.objects.get().id}/"
    assert (sentence(response), poll_urls(response)) == (["正在写文件"], [url])
    assert re.findall("已写 0/3 行", response.content.decode()) == ["已写 0/3 行"] * 2
    assert desk.get(f"{url}file/").status_code == 404
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize("full", [False, True])
def test_large_export_is_the_file_that_was_asked_for(large, desk, town, full):
    url = ordered(desk, **({"full": "1"} if full else {}))
    assert worker.run_one()
    page, bar = desk.get(url), desk.get(url, headers={"HX-Request": "true"})
    response = desk.get(f"{url}file/")
    heads, *rows = sheet(response)
    assert [row[heads.index("编号")] for row in rows] == large
    assert (len(heads) > 60, sentence(page), poll_urls(page)) == (full, ["文件写好了"], [])
    assert bar.content.decode().count("<html") == 0
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    row = Disclosure.objects.get()
    assert (row.by, row.rows, row.why) == (town.officer.person, 3, "open=1&sort=number")
    assert row.what == ("case.ledger.full" if full else "case.ledger")
    assert Notice.objects.get(topic="export.done").recipient == town.officer.person


def test_work_list_leads_to_the_file(large, desk):
    url = ordered(desk)
    worker.run_one()
    html = desk.get("/work/").content.decode()
    links = re.findall(rf'<a [^>]*href="{url}"[^>]*>([^<]*)', html)
    assert links == ["导出的台账写好了：3 行"]


def test_large_export_is_nobody_elses(large, town, desk, sign_in):
    url = ordered(desk)
    worker.run_one()
    colleague = sign_in(town.colleague)
    assert [colleague.get(each).status_code for each in (url, f"{url}file/")] == [404, 404]
    assert len(sheet(desk.get(f"{url}file/"))) == 4


def test_file_of_a_post_that_was_lost_is_kept_back(large, town, desk):
    url = ordered(desk)
    worker.run_one()
    Appointment.objects.filter(person=town.officer.person).update(valid_to=make.AT)
    assert desk.get(f"{url}file/").status_code == 403


def test_post_lost_before_the_worker_came_writes_nothing(large, town, desk, settings):
    url = ordered(desk)
    Appointment.objects.filter(person=town.officer.person).update(valid_to=make.AT)
    worker.run_one()
    assert (Export.objects.get().state, Job.objects.count()) == ("failed", 0)
    assert list(settings.DATA_DIR.glob("exports/*")) == []
    assert sentence(desk.get(url)) == ["文件没写成：提出之后你的岗位变了"]
    assert Disclosure.objects.count() == 0


def test_export_is_gone_after_a_day(large, town, desk, browser_of, settings):
    url = ordered(desk)
    worker.run_one()
    with time_machine.travel(make.AT + timedelta(hours=23), tick=False):
        early = [item for item in jobs.due(make.AT + timedelta(hours=23)) if item[0] == "export"]
        assert (early, len(list(settings.DATA_DIR.glob("exports/*")))) == ([], 1)
    after = make.AT + timedelta(days=1)
    with time_machine.travel(after, tick=False):
        again = browser_of(town.officer)
        assert [again.get(each).status_code for each in (url, f"{url}file/")] == [404, 404]
        for item in jobs.due(after):
            jobs.run(item, after)
    assert (Export.objects.count(), list(settings.DATA_DIR.glob("exports/*"))) == (0, [])


def test_fourth_export_at_a_time_is_refused(large, desk):
    for _ in range(3):
        ordered(desk)
    response = desk.post(ASKED, {"all": "1"})
    assert (response.status_code, Export.objects.count()) == (422, 3)


def test_file_that_cannot_be_written_is_tried_again(large, desk, settings):
    url = ordered(desk)
    in_the_way = settings.DATA_DIR / "exports"
    in_the_way.write_text("")
    worker.run_one()
    assert (Export.objects.get().state, Disclosure.objects.count()) == ("running", 0)
    in_the_way.unlink()
    Job.objects.update(ready_at=make.AT)
    worker.run_one()
    assert (len(sheet(desk.get(f"{url}file/"))), Disclosure.objects.count()) == (4, 1)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_progress_and_file_are_only_read(large, desk, method):
    url = ordered(desk)
    assert [getattr(desk, method)(each).status_code for each in (url, f"{url}file/")] == [405] * 2
