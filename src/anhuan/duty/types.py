"""Values of responsibility that cross the module's boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anhuan.kernel.chain import Line
from anhuan.territory.types import Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeLines:
    """企业主体 · 行业主管 · 属地监管 as of ``at``; ``None`` where no post is charged."""

    lines: Mapping[Line, Holder | None]
    at: datetime
