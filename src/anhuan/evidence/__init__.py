"""Files by content hash, with the time and place of capture."""
