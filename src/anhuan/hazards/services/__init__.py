"""Writes of hazard sources: a unit stated, assessed, filed, ended; a table of them."""

from anhuan.hazards.services.assessing import assess_unit, file_unit
from anhuan.hazards.services.importing import HazardImportReport, import_hazards
from anhuan.hazards.services.keeping import (
    add_unit,
    change_unit,
    drop_chemical,
    end_unit,
    put_chemical,
)

__all__ = [
    "HazardImportReport",
    "add_unit",
    "assess_unit",
    "change_unit",
    "drop_chemical",
    "end_unit",
    "file_unit",
    "import_hazards",
    "put_chemical",
]
