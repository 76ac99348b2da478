"""Large exports of the ledger: asked for, written by the worker, fetched by whoever asked.

Owns the files under ``exports/`` of the data folder. Each is its asker's alone and is gone after
a day; small exports never come here, they are written while the reader waits.
"""
