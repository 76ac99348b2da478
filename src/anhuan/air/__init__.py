"""The air by hour and day, and the targets set for it.

Owns: the means of each station's closed days (a projection of its readings that can be made
again), figures that others published, targets of binding indicators with the figures entered for
those that nobody here measures. Promises: an index is always computed from concentrations, by the
edition of its day or one that is named; a gap stays a gap; a published figure stands beside the
computed one and changes nothing. Never: keeps an index, judges a station, or corrects a reading.
"""
