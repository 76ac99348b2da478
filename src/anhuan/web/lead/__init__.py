"""Leaders: one page on a phone."""
