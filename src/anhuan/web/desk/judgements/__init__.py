"""Daily sheets at the desk: the list, one sheet, its form."""
