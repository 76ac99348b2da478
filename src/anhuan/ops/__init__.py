"""Commands: init, serve, work, import, export, verify, doctor, demo."""
