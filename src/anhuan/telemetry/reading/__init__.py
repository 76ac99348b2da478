"""What was stored, read back: from the tables of the open days and the files of the closed."""
