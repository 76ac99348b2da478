"""Law as data with dates: laws, clauses, terms, calendars, roles, document forms."""
