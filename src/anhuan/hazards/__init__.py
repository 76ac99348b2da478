"""Major hazard sources: the units of a site with their chemicals, and how each was assessed.

Owns what the dossier says of hazardous chemicals (domain §3.4). A unit is stated by its firm or
by whoever keeps the dossier; an assessment is a dated act by the edition in force and keeps all
it was made of. Never guesses which row of the standard a chemical is, and never calls a unit
without chemicals "not major".
"""
