"""Hazard ledgers as offices keep them, read the way a careful clerk reads them.

Owns: finding tables and headings in a grid, saying which column is what, and turning each row
into hazards with the list of cells a person must look at.
Promises: nothing is guessed silently; a value that cannot be read is null and a problem; every
row of the file is either a hazard or listed with the reason why it is none.
Never: touches the database, the clock or the network.
"""
