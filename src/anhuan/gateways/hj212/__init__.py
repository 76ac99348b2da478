"""The gateway for HJ 212: thousands of connections in one process, all three revisions.

``server`` accepts, ``link`` is one connection, ``desk`` reads batches of frames, has them stored
and says what is answered, ``asking`` speaks to devices. What was answered is stored: an answer
leaves only after the transaction that holds its frame is on the disk. Nothing is dropped
silently: what cannot be used is kept, bounded, and counted.
"""
