"""The page behind the code of a slip, and the file to keep: open to all, with the node's keys."""

import json
import re

import pytest

from anhuan.ledger.models import Entry
from anhuan.web.record.leaves import leaf_text
from tests.web.record.conftest import ORIGIN
from tests.web.record.test_files import own_key

pytestmark = pytest.mark.django_db


def place(index):
    return f"/log/2026/{index}/{leaf_text(bytes(Entry.objects.get(position=index).leaf))}"


def given(html):
    (text,) = re.findall(r'<script id="check" type="application/json">(.*?)</script>', html)
    return json.loads(text)


def test_page_gives_the_keys_of_the_log_and_no_word_of_the_entry(client, written):
    written(2)

    html = client.get(place(1)).content.decode()

    found = given(html)
    assert found["known"] == {"logs": [str(own_key())], "witnesses": []}
    assert found["kinds"]["case.close"] == "销号"
    assert ORIGIN in found["known"]["logs"][0]
    entry = json.loads(bytes(Entry.objects.get(position=1).content))
    assert [entry["r"] in html, entry["c"] in html] == [False, False]


def test_page_is_the_same_for_a_leaf_that_is_not_in_the_log(client, written):
    """Its browser finds out; the server has no say."""
    written(2)

    wrong = client.get("/log/2026/1/" + "A" * 43)

    assert (wrong.status_code, "data-verdict" in wrong.content.decode()) == (200, True)


@pytest.mark.parametrize("path", ["/log/2025/0/" + "A" * 43, "/log/2026/0/" + "_" * 43])
def test_page_of_no_log_or_no_leaf_is_not_there(client, written, path):
    written(1)

    assert client.get(path).status_code == 404


def test_page_speaks_english(client, written):
    written(1)
    client.cookies["anhuan-language"] = "en"

    html = client.get(place(0)).content.decode()

    assert given(html)["kinds"]["case.close"] == "Closed"
    assert re.findall(r"[一-鿿]+", re.sub(r"<title>.*?</title>", "", html)) == []


def test_file_to_keep_comes_with_the_keys_of_every_log(client, written, settings):
    written(1)

    answer = client.get("/log/verifier.html")

    html = answer.content.decode()
    (text,) = re.findall(r'<script type="application/json" id="known">(.*?)</script>', html)
    known = json.loads(text)["known"]
    assert known["logs"] == [str(own_key())]
    assert [known["kinds"][one]["case.close"] for one in ("zh", "en")] == ["销号", "Closed"]
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="verifier-anhuan.example.html"'
    )
    assert re.findall(r'(?:src|href)="[^"]*"', html.partition("<script>")[0]) == []
