"""The firm keeps its own chemicals and assesses its own units; filing is not its act."""

from anhuan.hazards.models import Assessment, HazardUnit
from tests import factories as make
from tests.modules.hazards.plant import row, stated
from tests.web.desk.test_hazards import FORM, text


def test_firm_enters_assesses_and_sees_what_is_left(town, firm):
    firm.post("/firm/hazards/new/", FORM)
    unit = HazardUnit.objects.get()
    sent = {"version": "1", "name": "液氯", "quantity": "6"}
    firm.post(f"/firm/hazards/{unit.id}/chemicals/new/", sent)
    firm.post(f"/firm/hazards/{unit.id}/assessment/", {"version": "2"})

    shown = text(firm.get("/firm/hazards/"))

    made = Assessment.objects.get()
    assert (made.by_firm, made.level, made.r) == (True, 4, "36/5")
    assert "氨罐区 ：四级重大危险源 S = 1.2 R = 7.2 2026-05-11" in shown
    assert "去县级应急管理部门备案。" in shown
    assert 'href="/firm/hazards/"' in firm.get("/firm/file/").content.decode()


def test_firm_files_nothing_and_its_worker_only_reads(town, firm, sign_in):
    unit = stated(town.site, town.firm)
    worker = make.person("刘工")
    make.appointed(worker, make.post("操作工", role="firm-worker", site=town.site.id))
    browser = sign_in(make.viewer_for(worker))

    filing = {"version": "1", "filed_number": "1", "filed_on": "2026-05-11"}

    assert firm.post(f"/firm/hazards/{unit}/file/", filing).status_code == 403
    assert browser.get(f"/firm/hazards/{unit}/").status_code == 200
    assert browser.get("/firm/hazards/new/").status_code == 403
    assert browser.post("/firm/hazards/new/", FORM).status_code == 403
    assert row(unit).filed_number == ""


def test_another_firms_unit_is_not_there(town, firm):
    other = make.site("别家化工", area=town.street)
    unit = stated(other, town.officer)

    for address in ("", "edit/", "chemicals/new/", "chemicals/0/", "sheet.pdf"):
        assert firm.get(f"/firm/hazards/{unit}/{address}").status_code == 404
    assert firm.post(f"/firm/hazards/{unit}/assessment/", {"version": "1"}).status_code == 404
    assert "别家化工" not in text(firm.get("/firm/hazards/"))
