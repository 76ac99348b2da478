"""Spreadsheet files as frozen grids of plain values, without a business word.

Owns: telling xlsx, xls and delimited text apart by their bytes; reading cells, merged areas,
hidden rows and columns, comments, row fills and the date system.
Promises: a file that cannot be read raises `SheetError` with a stable code; size, row, column
and sheet limits hold while the file is being inflated, before anything large is allocated.
Never: decides what a value means.
"""
