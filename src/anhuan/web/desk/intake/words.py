"""Words of the import: fields, what is wrong with a cell, what may be done about it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

Text = str | Promise

FIELDS: Final[Mapping[str, Text]] = {
    "site_name": _("import", "Firm"),
    "uscc": _("import", "Credit code"),
    "address": _("import", "Address"),
    "found_on": _("import", "Found on"),
    "found_by": _("import", "Found by"),
    "description": _("import", "Problem"),
    "category": _("import", "Category"),
    "grade": _("import", "Grade"),
    "grade_flag": _("import", "Major or not"),
    "basis": _("import", "Basis"),
    "measure": _("import", "Measure"),
    "responsible": _("import", "Responsible"),
    "responsible+phone": _("import", "Responsible with telephone"),
    "phone": _("import", "Telephone"),
    "money_yuan": _("import", "Money"),
    "due_on": _("import", "Deadline"),
    "status": _("import", "Status"),
    "done_on": _("import", "Done on"),
    "closed_on": _("import", "Closed on"),
    "recheck_on": _("import", "Rechecked on"),
    "recheck_result": _("import", "Result of the recheck"),
    "closed_flag": _("import", "Closed or not"),
    "count": _("import", "How many problems"),
    "serial": _("import", "Serial number (not kept)"),
    "tick:open": _("import", "Tick: not fixed"),
    "tick:rectifying": _("import", "Tick: being fixed"),
    "tick:extended": _("import", "Tick: extended"),
    "tick:submitted": _("import", "Tick: fixed"),
    "tick:closed": _("import", "Tick: closed"),
    "extra": _("import", "Keep as it is"),
    "empty": _("import", "Empty column"),
}
"""Every field that a column may be, in the order of the list to choose from."""

STATUSES: Final[Mapping[str, Text]] = {
    "open": _("import", "Not fixed"),
    "rectifying": _("import", "Being fixed"),
    "extended": _("import", "Extended"),
    "submitted": _("import", "Fixed, not checked"),
    "closed": _("import", "Closed"),
}
GRADES: Final[Mapping[str, Text]] = {
    "general": _("import", "General"),
    "major": _("import", "Major"),
}

REASONS: Final[Mapping[str, Text]] = {
    "date_impossible": _("import", "There is no such day: “{raw}”."),
    "date_implausible": _("import", "The year of “{raw}” cannot be right."),
    "date_ambiguous": _("import", "“{raw}” may be the 1st or the 10th."),
    "date_incomplete": _("import", "“{raw}” names no day."),
    "date_range": _("import", "“{raw}” is a span. One day is needed."),
    "two_dates": _("import", "“{raw}” holds two days."),
    "date_text": _("import", "“{raw}” is no date."),
    "date_no_year": _("import", "“{raw}” has no year, and the table states none."),
    "workdays": _("import", "“{raw}” counts working days. Write the day."),
    "relative_unknown_start": _("import", "“{raw}” runs from a day that is not in the row."),
    "needs_found_on": _("import", "“{raw}” runs from the day of the finding, which is missing."),
    "due_before_found": _("import", "The deadline lies before the finding."),
    "done_before_found": _("import", "It was done before it was found."),
    "closed_before_found": _("import", "It was closed before it was found."),
    "uscc_check_digit": _("import", "The check character of the credit code is wrong."),
    "uscc_bad_char": _("import", "The credit code holds a letter that no code has."),
    "uscc_length": _("import", "“{raw}” has not 18 characters."),
    "uscc_text": _("import", "“{raw}” is no credit code."),
    "number_precision_lost": _("import", "“{raw}” became a number and lost its digits."),
    "phone_length": _("import", "“{raw}” has too many or too few digits."),
    "phone_text": _("import", "“{raw}” is no telephone number."),
    "money_range": _("import", "“{raw}” is a span. One amount is needed."),
    "money_text": _("import", "“{raw}” is no amount."),
    "money_unit_doubtful": _("import", "Is “{raw}” in yuan or in 10,000 yuan?"),
    "money_approx": _("import", "“{raw}” is taken as the amount itself."),
    "grade_other_scale": _(
        "import", "Hazards are general or major only; “{raw}” is a level of risk."
    ),
    "grade_text": _("import", "“{raw}” does not say general or major."),
    "status_unknown": _("import", "“{raw}” does not say how far it is."),
    "status_conflict": _("import", "The columns contradict each other: “{raw}”."),
    "text_garbled": _("import", "Characters were lost in the text."),
    "count_mismatch": _("import", "The stated number of problems is another: “{raw}”."),
    "description_missing": _("import", "A firm without a problem: nothing to import."),
    "site_missing": _("import", "No firm is named."),
    "site_inherited": _("import", "The firm was taken from the row above."),
    "site_proposed": _("import", "The dossiers know “{raw}” perhaps. A name alone is no proof."),
    "ditto_without_source": _("import", "“{raw}” has nothing above it."),
    "reference_text": _("import", "“{raw}” points to another row. Write it out."),
    "formula_error": _("import", "The formula in the cell has failed."),
    "merged_across": _("import", "A cell over several columns belongs to the first."),
    "hidden_row": _("import", "The row was hidden in the file; it was read all the same."),
    "possible_duplicate": _(
        "import", "Firm, problem and day are those of row {of}; something else differs."
    ),
    "refused": _("import", "Not changed: the case does not allow it now."),
}

KINDS: Final[Mapping[str, Text]] = {
    "site_proposed": _("import", "Names not settled"),
    "possible_duplicate": _("import", "Perhaps the same"),
    "grade": _("import", "Grade not clear"),
    "status": _("import", "Status not clear"),
    "date": _("import", "Dates not read"),
    "code": _("import", "Credit codes not read"),
    "code_doubt": _("import", "Credit codes doubtful"),
    "digits": _("import", "Numbers that lost digits"),
    "phone": _("import", "Telephone numbers not read"),
    "money": _("import", "Amounts not read"),
    "due_before_found": _("import", "Deadline before the finding"),
    "done_before_found": _("import", "Done before the finding"),
    "closed_before_found": _("import", "Closed before the finding"),
    "site_inherited": _("import", "Firm of the row above"),
    "money_approx": _("import", "“About” dropped from amounts"),
    "hidden_row": _("import", "Hidden rows read"),
    "merged_across": _("import", "Merged cells taken apart"),
    "count_mismatch": _("import", "Another number of problems"),
    "site_missing": _("import", "No firm"),
    "text_garbled": _("import", "Characters lost"),
    "formula_error": _("import", "Formula failed"),
}
OTHERS: Final = _("import", "Not read")
WITH_FIELD: Final = frozenset(
    {"date", "digits", "reference_text", "ditto_without_source", "formula_error"}
)

SITE_FIELDS: Final[Mapping[str, Text]] = {
    "name": _("import", "Name"),
    "code": _("import", "Code"),
    "address": _("import", "Address"),
    "area": _("import", "Area"),
    "level": _("import", "Level"),
    "parent": _("import", "Area above"),
    "code_missing": _("import", "Why there is no code"),
    "subject": _("import", "Kind of firm"),
    "risk": _("import", "Risk"),
}
LOAD_PROBLEMS: Final[Mapping[str, Text]] = {
    "invalid": _("import", "says nothing the field could hold"),
    "missing": _("import", "is missing"),
    "not-visible": _("import", "lies outside your areas"),
    "unknown": _("import", "is not known"),
    "repeated": _("import", "stands twice"),
    "too-long": _("import", "is too long"),
}
GROUNDS: Final[Mapping[str, Text]] = {
    "code": _("import", "same credit code"),
    "phone": _("import", "same telephone"),
    "name-and-address": _("import", "same name and address"),
    "name": _("import", "same name"),
}

SHEETS: Final[Mapping[str, Text]] = {
    "encrypted": _("import", "The file has a password. Take it off and send it again."),
    "corrupt": _("import", "The file is damaged. Open it in Excel and save it anew."),
    "empty_file": _("import", "The file is empty."),
    "unknown_format": _("import", "This is no spreadsheet. Send xlsx, xls or csv."),
    "unsupported_format": _("import", "Save it as xlsx, xls or csv first."),
    "encoding_unknown": _("import", "The csv is neither UTF-8 nor GB18030. Save it as xlsx."),
    "xml_declaration_refused": _("import", "The file declares something no spreadsheet needs."),
    "file_too_large": _("import", "More than 32 MB. Split it by year or by street."),
    "unpacked_too_large": _("import", "It unpacks to more than 200 MB. Split it."),
    "too_many_rows": _("import", "Too many rows. Split it by year or by street."),
    "too_many_columns": _("import", "Too many columns."),
    "too_many_cells": _("import", "Too many cells. Split it."),
    "too_many_sheets": _("import", "Too many sheets. Split it."),
    "too_many_parts": _("import", "Too many parts in the file."),
    "too_many_merges": _("import", "Too many merged cells."),
}
"""What is wrong with a whole file, by the reader's code."""

OUTCOMES: Final[Mapping[str, Text]] = {
    "added": _("import", "New cases"),
    "updated": _("import", "Brought up to date"),
    "same": _("import", "Here already"),
    "refused": _("import", "Not changed"),
    "skipped": _("import", "Left out"),
}
