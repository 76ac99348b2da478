"""Persons and their accounts, sign-in, officer certificates."""
