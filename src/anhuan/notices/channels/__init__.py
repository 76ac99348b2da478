"""The ways out of the node. Each brings one parcel to its target and says what came of it."""

from typing import Protocol


class Unsent(Exception):
    """The parcel did not arrive. ``final``: trying again cannot help. The text names the class
    of the failure and a code, never a target."""

    def __init__(self, error: str, *, final: bool = False) -> None:
        super().__init__(error)
        self.error = error[:120]
        self.final = final


class Carrier(Protocol):
    """Brings one message; gives the provider's own number for it, if there is one.

    ``key`` is the same at every try of one message: a provider that knows keys delivers it once.
    Raises ``Unsent``; any other exception counts as a failure that may pass.
    """

    def __call__(self, *, key: str, to: str, secret: str, subject: str, text: str) -> str: ...
