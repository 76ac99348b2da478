"""What is on file about the firm, and whom it can call."""

import re

from django.test import Client

from anhuan.kernel.access import Role
from anhuan.kernel.chain import Line
from anhuan.people.models import Disclosure
from anhuan.people.services import change_person
from tests import factories as make
from tests.modules.cases.town import Town, _post
from tests.modules.cases.town import _person as somebody

from .test_todo import sentence, words


def test_people_show_the_three_lines_and_the_gap(town: Town, firm: Client) -> None:
    page = words(firm.get("/firm/people/"))
    assert "企业主体 赵文博 总经理 行业主管 还没有定人。问街道安监站。 属地监管 陈立" in page


def test_people_differ_by_subject_where_the_charges_do(town: Town, firm: Client) -> None:
    ecology = make.unit("云溪区生态环境分局", area=town.county)
    officer = somebody(Role.OFFICER, "科长", "吴海涛", unit=ecology)
    make.charged(town.site, _post(officer), line=Line.INDUSTRY, subject="environment")
    page = firm.get("/firm/people/").content.decode()
    titles = re.findall(r'<h2 class="panel-title">(.*?)</h2>', page)
    assert titles == ["谁管我们：安全", "谁管我们：环保", "我们厂里"]


def test_call_opens_the_number_and_writes_it_down(town: Town, firm: Client) -> None:
    who = town.officer
    change_person(person_id=who.person, phone="13900001111", by=who.person, at=make.START)
    page = firm.get("/firm/people/").content.decode()
    assert page.count("13900001111") == 0
    response = firm.post(f"/firm/people/{who.seats[0].post}/call/")
    assert re.findall(r'href="(tel:\d+)"', response.content.decode()) == ["tel:13900001111"]
    opened = Disclosure.objects.get()
    assert (opened.subject, opened.by) == (who.person, town.firm.person)


def test_call_of_a_post_that_answers_for_others_finds_nobody(town: Town, firm: Client) -> None:
    who = town.leader
    change_person(person_id=who.person, phone="13900005555", by=who.person, at=make.START)
    assert firm.post(f"/firm/people/{who.seats[0].post}/call/").status_code == 404
    assert Disclosure.objects.count() == 0


def test_call_by_a_link_is_refused(town: Town, firm: Client) -> None:
    assert firm.get(f"/firm/people/{town.officer.seats[0].post}/call/").status_code == 405


def test_file_counts_what_is_verified(firm: Client) -> None:
    assert sentence(firm.get("/firm/file/")).startswith("必填 15 项，核验过 0 项")
