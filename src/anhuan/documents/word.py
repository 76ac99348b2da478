"""From a Word template and its content to a document. An office edits the template, so it runs in
a sandbox, and the content is data to it, never markup."""

import base64
import binascii
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from anhuan.kernel.refusal import Refusal, Why

LARGEST: Final = 70_000
"""Bytes of a template: words and tables, no pictures."""
UNPACKED: Final = 4_000_000
BROKEN: Final = (
    TemplateError,
    BadZipFile,
    PackageNotFoundError,
    KeyError,
    ValueError,
    TypeError,
    SyntaxError,
    OverflowError,
)
"""What a template can do wrong; the last of them stand for parts that are no Word."""


def word(template: str, content: Mapping[str, Any]) -> bytes:
    """The document as ``.docx`` bytes. ``template``: a ``.docx`` in base64, with Jinja marks.

    Refuses ``MALFORMED`` (field template) when it is no Word file or its marks do not fit.
    """
    try:
        packed = base64.b64decode(template, validate=True)
        _measured(packed)
        document = DocxTemplate(BytesIO(packed))
        sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(dict(content), jinja_env=sandbox, autoescape=True)
        out = BytesIO()
        document.save(out)
    except (*BROKEN, binascii.Error) as error:
        raise Refusal(Why.MALFORMED, field="template", problem=str(error)[:200]) from None
    return out.getvalue()


def _measured(packed: bytes) -> None:
    """Raises ``ValueError`` for what is larger than words need, packed or unpacked."""
    with ZipFile(BytesIO(packed)) as parts:
        size = sum(each.file_size for each in parts.infolist())
    if len(packed) > LARGEST or size > UNPACKED:
        raise ValueError("larger than words need")
