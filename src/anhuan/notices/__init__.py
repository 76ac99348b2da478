"""In-app notices through an outbox, with receipts."""
