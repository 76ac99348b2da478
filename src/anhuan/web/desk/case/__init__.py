"""The case page: what a case is drawn from."""
