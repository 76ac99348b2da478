"""Writes of batches, and the import itself."""

from anhuan.cases.intake.services.batches import (
    accept,
    confirm,
    correct,
    decide_site,
    fix_alike,
    foresee,
    foreseen,
    forget,
    import_ledger,
    remap,
    run_batch,
    skip,
    upload,
)

__all__ = [
    "accept",
    "confirm",
    "correct",
    "decide_site",
    "fix_alike",
    "foresee",
    "foreseen",
    "forget",
    "import_ledger",
    "remap",
    "run_batch",
    "skip",
    "upload",
]
