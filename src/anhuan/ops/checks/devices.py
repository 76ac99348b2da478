"""What phones sent: each is what became of it, in the order of its device."""

from collections.abc import Iterator

from anhuan.devices.checking import amiss
from anhuan.ops.checks.finding import Context, Finding


def as_judged(context: Context) -> Iterator[Finding]:
    for subject, what in amiss():
        yield Finding(check="devices", subject=subject, what=what)
