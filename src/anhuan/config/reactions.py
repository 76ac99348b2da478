"""What happens after what, in one table: topic → the functions that want it, in order."""

from collections.abc import Mapping
from typing import Final

from anhuan.base.reactions import Reaction

REACTIONS: Final[Mapping[str, tuple[Reaction, ...]]] = {}
