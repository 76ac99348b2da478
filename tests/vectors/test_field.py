"""Acts of a phone: the same canonical bytes here and in the field app."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from anhuan.kernel.canon import NotCanonical, encode

VECTORS = json.loads(Path(__file__).with_name("field.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", VECTORS["acts"], ids=lambda row: row["act"]["what"])
def test_hash_of_an_act_is_that_of_its_canonical_bytes(row: dict[str, Any]) -> None:
    assert sha256(encode(row["act"])).hexdigest() == row["hash"]


@pytest.mark.parametrize("value", VECTORS["not_canonical"], ids=repr)
def test_value_without_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        encode(value)
