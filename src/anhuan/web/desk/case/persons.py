"""A person with the post held, as the pages show it."""

from anhuan.cases.types import CaseFile
from anhuan.territory.types import Holder
from anhuan.web.parts.shapes import PersonPost


def person(holder: Holder, file: CaseFile | None = None) -> PersonPost:
    """Unit and post after the name; the post of a firm stands behind the firm's name."""
    unit = holder.unit_name
    if holder.site is not None and file is not None:
        unit = file.site_name
    post = " ".join(word for word in (unit, holder.title) if word)
    return PersonPost(holder.name, post, full=post, strong=True)
