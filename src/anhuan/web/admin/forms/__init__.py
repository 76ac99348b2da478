"""What is typed here."""
