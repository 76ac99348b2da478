"""The append-only record. Owns facts, bodies, pending entries and entries.

Promises that every act is written in its own transaction and never altered.
"""
