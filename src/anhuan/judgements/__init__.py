"""The daily sheet (日研判) of a city or district: one page, drafted from data at a set hour.

Owns the sheets with what data said, what a person wrote beside it, and the conclusions. Promises
that drawing the figures anew loses no word of a person, that on issue every conclusion becomes a
task or a case once, with owner and date, and that an issued edition stays as it was. Never
changes a figure by hand, never names or ranks persons.
"""
