"""Pages of a leader."""
