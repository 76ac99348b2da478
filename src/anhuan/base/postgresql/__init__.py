"""Django's backend of PostgreSQL, with statements that the server plans once and a cheaper look
at whether a connection that was kept still stands."""
