"""Lawful erasure of what is known of a person (个人信息保护法).

Owns the requests to erase: asked by one, decided by a second, carried out by the worker. Reaches
every table by the kind of its columns, not by their meaning, so that a table added tomorrow is
searched too. Promises that afterwards neither rows, indexes, files nor the record hold what was to
go, that the log stays as it is, and that the erasure is an act of the record. Never touches an
entry of the log, a number, a state or who did what when.
"""
