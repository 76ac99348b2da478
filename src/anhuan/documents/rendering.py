"""From a form and its content to a PDF. The content is data to the template, never markup."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from anhuan.kernel.refusal import Refusal, Why


@lru_cache(maxsize=1)
def _fonts() -> list[str | Path]:
    return [Path(pylopdf_fonts_zh_cn.sans_path()).parent]


def pdf(template: str, content: Mapping[str, Any]) -> bytes:
    """The document as PDF bytes.

    ``template`` is Typst and reads ``sys.inputs.content`` as JSON; it can open no file.
    Refuses ``MALFORMED`` (field template) when it does not compile.
    """
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    try:
        made = typst.compile(
            template.encode("utf-8"),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            format="pdf",
        )
    except (typst.TypstError, RuntimeError) as error:
        raise Refusal(Why.MALFORMED, field="template", problem=str(error)[:200]) from None
    return bytes(made)
