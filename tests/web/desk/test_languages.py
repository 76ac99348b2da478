"""Each desk page of the ledger speaks one language."""

import re

import pytest

from tests.modules.cases.town import enter

PAGES = [
    "/work/",
    "/work/?of=station",
    "/ledger/",
    "/ledger/?open=1&grade=major",
    "/ledger/more/",
    "/ledger/print/",
    "/ledger/views/",
    "/search/",
    "/search/?q=zzz",
]
INVENTED = "陈立|周敏|枫林街道|枫林安监站|副站长|科员|恒泰家具|喷漆车间东侧安全出口被板材堵塞"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_speaks_one_language(town, desk, path, language):
    enter(town, town.officer)
    enter(town, town.colleague)
    desk.cookies["anhuan-language"] = language
    text = desk.get(path).content.decode()
    marks = rf"<(style|script).*?</\1>|<[^>]+>|中文|English|Anhuan|anlan|zzz|{INVENTED}"
    shown = re.sub(marks, "", text, flags=re.S)
    chinese, latin = re.findall(r"[一-鿿]+", shown), re.findall(r"[A-Za-z]{4,}", shown)
    assert (chinese if language == "en" else latin) == []


def test_own_page_names_the_unit_before_the_post(town, desk):
    text = desk.get("/me/").content.decode()

    assert re.findall(r'<ul class="own-list"><li>([^<]*)</li>', text) == ["枫林安监站 副站长"]
