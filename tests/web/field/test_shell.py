"""The page, manifest and worker of the field app: the same for everybody, and complete."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from anhuan.web.field.words import field_words
from anhuan.web.parts import built
from tests.modules.cases.town import Town
from tests.web.conftest import Enter

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).resolve().parents[3] / "frontend" / "src" / "field"
ICONS = Path(built.__file__).parents[1] / "field" / "icons.json"
FILES = {
    "src/field/main.ts": {"file": "assets/field-1.js", "imports": ["_words-1.js"]},
    "_words-1.js": {"file": "assets/words-1.js", "imports": ["src/field/main.ts"]},
    "src/field/field.css": {"file": "assets/field-look-1.css"},
    "src/field/sw.ts": {"file": "assets/field-worker-1.js"},
    "field-icons.svg": {"file": "assets/field-icons-1.svg"},
    "mark.svg": {"file": "assets/mark-1.svg"},
}


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A front end as Vite leaves it."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(FILES), encoding="utf-8")
    (tmp_path / "assets" / "field-worker-1.js").write_text("keep()", encoding="utf-8")
    monkeypatch.setattr(built, "FOLDER", tmp_path)
    monkeypatch.setattr("anhuan.web.field.views.FOLDER", tmp_path)
    return tmp_path


def listed(client: Client) -> dict[str, Any]:
    script = client.get("/field/sw.js").content.decode()
    (given,) = re.findall(r"^self\.FIELD = (\{.*\});$", script, re.MULTILINE)
    found: dict[str, Any] = json.loads(given)
    return found


def test_page_of_somebody_signed_in_is_byte_for_byte_that_of_nobody(
    town: Town, sign_in: Enter, client: Client, build: Path
) -> None:
    inside = sign_in(town.officer)

    pages = [
        [browser.get(f"/field/{name}").content for name in ("", "manifest.webmanifest", "sw.js")]
        for browser in (inside, client)
    ]

    assert pages[0] == pages[1]
    assert town.officer.name not in pages[0][0].decode()
    assert "csrf" not in pages[0][0].decode()


def test_page_holds_its_words_and_no_script_of_its_own(client: Client, build: Path) -> None:
    html = client.get("/field/").content.decode()

    (words,) = re.findall(r'<script id="words" type="application/json">(.*?)</script>', html)
    assert json.loads(words)["fine"] == "正常"
    assert re.findall(r"<script(?![^>]*\b(?:src|json))", html) == []


def test_worker_keeps_everything_the_page_loads(client: Client, build: Path) -> None:
    html = client.get("/field/").content.decode()
    loads = re.findall(r'(?:src|href|data-icons)="(/(?:static|field)/[^"#]+)"', html)

    files = listed(client)["files"]

    assert sorted(set(loads) - set(files)) == []
    assert sorted(name for name in files if name.startswith("/static/built/")) == [
        "/static/built/assets/field-1.js",
        "/static/built/assets/field-icons-1.svg",
        "/static/built/assets/field-look-1.css",
        "/static/built/assets/mark-1.svg",
        "/static/built/assets/words-1.js",
    ]
    assert files.count("/field/") == 1


def test_worker_of_another_language_or_build_is_another_version(
    client: Client, build: Path, settings: Any
) -> None:
    first = listed(client)["version"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = listed(client)["version"]
    (build / "assets" / "field-worker-1.js").write_text("keep(better)", encoding="utf-8")

    assert len({first, english, listed(client)["version"]}) == 3


def test_worker_is_absent_before_the_front_end_is_built(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(built, "FOLDER", tmp_path)

    assert client.get("/field/sw.js").status_code == 404


def test_manifest_opens_at_the_page_and_has_icons_that_exist(client: Client) -> None:
    found = json.loads(client.get("/field/manifest.webmanifest").content)

    assert (found["start_url"], found["scope"], found["name"]) == (
        "/field/",
        "/field/",
        "安环 现场",
    )
    folder = Path(built.__file__).parents[1] / "field" / "static"
    icons = [folder / one["src"].removeprefix("/static/") for one in found["icons"]]
    assert [path.read_bytes()[:4] for path in icons] == [b"\x89PNG", b"\x89PNG"]


def test_every_word_the_app_says_is_there_in_both_languages() -> None:
    said = set()
    for path in SOURCES.rglob("*.ts"):
        for call in re.findall(r"\bsay\(([^)]*?)[,)]", path.read_text(encoding="utf-8")):
            said |= set(re.findall(r'"(\w+)"', call))
    with override("zh-hans"):
        chinese = field_words()
    with override("en"):
        english = field_words()

    assert sorted(said - chinese.keys()) == []
    assert [name for name, word in chinese.items() if word == english[name]] == []
    assert [name for name in chinese if places(chinese[name]) != places(english[name])] == []


def test_every_icon_the_app_draws_is_in_its_own_sprite() -> None:
    sprite = json.loads(ICONS.read_text(encoding="utf-8"))
    drawn = set()
    for path in SOURCES.rglob("*.ts"):
        text = path.read_text(encoding="utf-8")
        drawn |= set(re.findall(r'\bicon(?:\(|: )"([a-z0-9-]+)"', text))
        drawn |= {name for name in re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', text)} & built.ICONS

    assert sorted(drawn - set(sprite)) == []
    assert sorted(set(sprite) - built.ICONS) == []


def places(word: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", word))
