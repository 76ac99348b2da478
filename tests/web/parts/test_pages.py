import ast
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation.template import templatize

from anhuan.web.parts import built, context, toasts
from anhuan.web.parts.fields import field_part, problem_summary
from anhuan.web.parts.shapes import ActButton, MenuItem
from tests.web.parts.conftest import PO, Draw, words

PARTS = PO.parents[3]


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/ledger/")
    request.session = SessionBase()
    return request


def page(source: str, request: HttpRequest, **more: object) -> str:
    return engines["django"].from_string(source).render(more, request)


def test_desk_page_shows_menu_counts_and_the_way_to_complain(request_: HttpRequest) -> None:
    kept = context.page(request_)["page"]
    assert isinstance(kept, context.Page)
    kept.menu = [
        MenuItem("我的待办", "/", "inbox", 9, True),
        MenuItem("通报与报表", "/bulletins/", "file-earmark-text", group="汇总"),
    ]

    html = page('{% extends "parts/base.html" %}{% block main %}台账{% endblock %}', request_)

    side = html[html.index('<nav class="side"') : html.index("</nav>")]
    assert words(side) == "安环 我的待办 9 汇总 通报与报表 anlan 有问题或建议"
    assert side.count('aria-current="page"') == 1


def test_foot_of_the_menu_calls_the_node_by_its_title(
    request_: HttpRequest, settings: Any
) -> None:
    settings.NODE_TITLE = "安澜市 · 云溪区节点"

    html = page('{% extends "parts/base.html" %}', request_)

    foot = html[html.index('class="side-foot"') :].partition(">")[2].partition("<")[0]
    assert foot == "安澜市 · 云溪区节点"


@pytest.mark.parametrize("name", ["base", "phone", "plain", "error", "print"])
def test_pages_have_no_inline_script_or_style(name: str, request_: HttpRequest) -> None:
    html = render_to_string(f"parts/{name}.html", {}, request_)

    assert re.findall(r"\sstyle=|\son\w+=|<style", html) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag] == [
        '<script id="words" type="application/json">'
    ]


def test_error_page_says_reason_and_next_step(request_: HttpRequest) -> None:
    facts = {
        "title": "还不能销号",
        "reason": "还没有合格的复查结论。先登记复查。",
        "kept": "写的内容还在。",
        "steps": [ActButton("登记复查", "/c/1/recheck/", "primary")],
        "back": "/c/1/",
    }

    html = render_to_string("parts/error.html", facts, request_)

    main = html[html.index("<main") : html.index("</main>")]
    assert words(main) == (
        "安环 还不能销号 还没有合格的复查结论。先登记复查。 写的内容还在。 登记复查 返回 回首页"
    )


def test_toast_is_said_once(request_: HttpRequest) -> None:
    toasts.tell(request_, "已登记合格。球到 吴海涛，待销号。")

    said = [toasts.take(request_), toasts.take(request_)]

    assert said == ["已登记合格。球到 吴海涛，待销号。", ""]


def test_page_facts_are_built_once_for_a_request(request_: HttpRequest) -> None:
    assert context.page(request_)["page"] is context.page(request_)["page"]


def test_reader_is_named_with_the_first_post_and_all_in_full(request_: HttpRequest) -> None:
    request_.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    seats = (SimpleNamespace(title="枫林安监站 副站长"), SimpleNamespace(title="07 格 网格长"))
    viewer = SimpleNamespace(name="陈立", seats=seats)
    request_.viewer = viewer  # type: ignore[attr-defined]

    who = context.Page(request_).who

    assert who is not None
    assert (who.name, who.post, who.full) == (
        "陈立",
        "枫林安监站 副站长",
        "枫林安监站 副站长 · 07 格 网格长",
    )


def test_page_of_nobody_has_no_reader(request_: HttpRequest) -> None:
    assert context.Page(request_).who is None


def test_icon_not_listed_is_refused(draw: Draw) -> None:
    with pytest.raises(LookupError, match=r"parts/icons\.json"):
        draw("icon", "unicorn")


def test_icon_is_hidden_from_screen_readers(draw: Draw) -> None:
    html = draw("icon", "eye")

    assert re.sub(r'href="[^"]*#', 'href="#', html) == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="#eye"></use></svg>'
    )


def test_every_icon_named_in_templates_is_listed() -> None:
    named = {
        name
        for path in PARTS.parent.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert named - built.ICONS == set()


def test_build_missing_gives_plain_names_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "FOLDER", tmp_path)

    url, told = built.built_url("src/app.css"), [one.id for one in built.check_built()]

    assert (url, told) == ("/static/built/src/app.css", ["parts.W001"])


def test_build_present_gives_hashed_names_and_refuses_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '{"src/app.css": {"file": "assets/look-1a2b.css"}}'
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(built, "FOLDER", tmp_path)

    assert built.built_url("src/app.css") == "/static/built/assets/look-1a2b.css"
    assert built.check_built() == []
    with pytest.raises(LookupError, match="not an entry"):
        built.built_url("src/other.ts")


class Recheck(forms.Form):
    note = forms.CharField(label="情况", help_text="写看到的", required=False)
    due = forms.DateField(label="新期限", error_messages={"invalid": "没有 13 月。"})
    result = forms.ChoiceField(
        label="结论", choices=[("pass", "合格"), ("fail", "不合格")], widget=forms.RadioSelect
    )
    photo = forms.FileField(
        label="照片", required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    version = forms.CharField(widget=forms.HiddenInput)


def test_field_with_an_error_ties_it_to_the_control(draw: Draw) -> None:
    form = Recheck({"due": "2026-13-01", "result": "pass", "version": "1"})

    html = draw("field", form["due"])

    assert words(html) == "新期限 没有 13 月。"
    assert html.count('aria-invalid="true"') == 1
    assert html.count('aria-describedby="id_due_error"') == 1
    assert html.count('id="id_due_error"') == 1


def test_field_that_may_stay_empty_says_so(draw: Draw) -> None:
    assert words(draw("field", Recheck()["note"])) == "情况 （可不填） 写看到的"


def test_field_of_options_is_a_named_group(draw: Draw) -> None:
    html = draw("field", Recheck()["result"])

    assert words(html) == "结论 合格 不合格"
    assert html.count('role="group"') == 1


def test_field_for_photos_is_handed_to_the_browser_code() -> None:
    assert field_part(Recheck()["photo"]).control.count("data-photo") == 1


def test_fields_draw_hidden_ones_bare(draw: Draw) -> None:
    html = draw("fields", Recheck())

    assert words(html) == ("情况 （可不填） 写看到的 新期限 结论 合格 不合格 照片 （可不填）")
    assert html.count('<input type="hidden" name="version"') == 1


def test_problem_summary_links_each_field(draw: Draw) -> None:
    form = Recheck({"due": "2026-13-01", "version": "1", "result": "pass"})

    assert [(one.text, one.anchor) for one in problem_summary(form).problems] == [
        ("新期限：没有 13 月。", "id_due")
    ]
    assert words(draw("problems", form)) == "还没存上，有 1 处要改 新期限：没有 13 月。"


def test_problem_summary_of_a_good_form_is_empty(draw: Draw) -> None:
    form = Recheck({"due": "2026-11-27", "result": "pass", "version": "1"})

    assert draw("problems", form) == ""


CALLS = {"gettext", "_", "ngettext", "npgettext", "pgettext", "pgettext_lazy", "gettext_lazy"}
TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""


def _said_in_python(path: Path) -> set[str]:
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    called = {one.asname or one.name: one.name for each in imports for one in each.names}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if node.func.id in CALLS and texts:
            found.add(str(texts[1 if "pgettext" in called.get(node.func.id, "") else 0]))
    return found


def _said_in_template(path: Path) -> set[str]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    source = re.sub(r"pgettext\(\s*" + TEXT + r"\s*,", "gettext(", source)
    return {ast.literal_eval(one) for one in re.findall(r"gettext\(\s*" + TEXT, source)}


def test_every_sentence_of_the_parts_is_in_the_chinese_catalogue() -> None:
    with PO.open("rb") as source:
        catalogue = read_po(source)
    known = {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue
        if message.id and all(message.string if message.pluralizable else [message.string])
    }
    said: set[str] = set()
    for path in PARTS.rglob("*.py"):
        said |= _said_in_python(path)
    for path in PARTS.rglob("*.html"):
        said |= _said_in_template(path)

    assert said - known == set()
    assert known - said == set()
