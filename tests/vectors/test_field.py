"""Acts and papers of a phone: the same canonical bytes here and in the field app."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from anhuan.kernel import paper
from anhuan.kernel.canon import NotCanonical, encode

VECTORS = json.loads(Path(__file__).with_name("field.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", VECTORS["acts"], ids=lambda row: row["act"]["what"])
def test_hash_of_an_act_is_that_of_its_canonical_bytes(row: dict[str, Any]) -> None:
    assert sha256(encode(row["act"])).hexdigest() == row["hash"]


@pytest.mark.parametrize("value", VECTORS["not_canonical"], ids=repr)
def test_value_without_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


@pytest.mark.parametrize("row", VECTORS["papers"], ids=lambda row: row["form"])
def test_digest_of_a_paper_is_that_of_the_content_its_form_makes(row: dict[str, Any]) -> None:
    told = row["told"]
    points = [one | {"due": date.fromisoformat(one["due"])} for one in told["points"]]

    content = paper.said(
        row["form"],
        row["version"],
        row["title"],
        paper.form_from_data(row["lines"]),
        paper.Told(
            visit=told["visit"],
            unit=told["unit"],
            facts={paper.About(name): text for name, text in told["facts"].items()},
            officers=tuple((name, number) for name, number in told["officers"]),
            issued=date.fromisoformat(told["issued"]),
            points=tuple(paper.Point(**one) for one in points),
        ),
    )

    assert paper.digest(content) == row["digest"]
