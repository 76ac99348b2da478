"""Visits of the past from a file (历史检查导入): read row by row, checked, taken over whole.

Promises that every row becomes a visit or is named with what is wrong, that the same file a
second time adds nothing, and that a visit taken over says so. Never opens a case: what is still
open belongs into the import of the ledger.
"""
