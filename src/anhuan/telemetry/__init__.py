"""Stations, readings and alarms of automatic monitoring.

Owns the stations, what they send, and the shelf of days that are closed. Every number is kept as
it was sent, with its mark; another content for the same time is a later version, and both stay.
What a mark says is no measurement is a gap, and a gap stays one. ``protocols`` is the pure
reading and writing of what goes over the wire, ``hot`` the tables of the open days, which may lie
in a database of their own.
"""
