"""Stations, readings and alarms of automatic monitoring.

Owns what monitoring equipment sends. So far: ``protocols``, the pure reading and writing of what
goes over the wire.
"""
