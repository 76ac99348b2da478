"""From the row of a request to what is shown."""

from anhuan.erasure.models import Erasure
from anhuan.erasure.types import ErasureLine, State


def to_line(row: Erasure) -> ErasureLine:
    return ErasureLine(
        id=row.id,
        number=row.number,
        version=row.version,
        state=State(row.state),
        ground=row.ground,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        done_at=row.done_at,
        rows=row.rows,
        acts=row.acts,
        files=row.files,
        person=row.person,
        spared=tuple(row.spared),
    )
