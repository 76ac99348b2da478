"""From a form and its content to a PDF. The content is data to the template, never markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from anhuan.kernel.refusal import Refusal, Why


@lru_cache(maxsize=1)
def _fonts() -> list[str | Path | bytes]:
    return [Path(pylopdf_fonts_zh_cn.sans_path()).parent]


def pdf(template: str, content: Mapping[str, Any], *, at: datetime) -> bytes:
    """The document as PDF bytes, dated ``at``: the same input gives the same bytes.

    ``template`` is Typst and reads ``sys.inputs.content`` as JSON; it can open no file.
    Refuses ``MALFORMED`` (field template) when it does not compile.
    """
    inputs = {"content": json.dumps(content, ensure_ascii=False)}
    with TemporaryDirectory() as nothing:
        try:
            return typst.compile(  # type: ignore[call-overload,no-any-return]
                template.encode("utf-8"),
                root=nothing,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs=inputs,
                format="pdf",
                timestamp=int(at.timestamp()),
                package_path=nothing,
                package_cache_path=nothing,
            )
        except (typst.TypstError, RuntimeError) as error:
            raise Refusal(Why.MALFORMED, field="template", problem=str(error)[:200]) from None
