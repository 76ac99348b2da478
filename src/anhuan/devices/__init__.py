"""Devices (终端): telephones that work without a network, and what they send.

Owns devices, the submissions they sent, and statements: submissions that are no act. Promises that
a submission is kept whole before it is judged, that each is judged once and in the order of its
device, and that what the rules refuse waits for whoever holds the matter. Never decides itself
whether an act may happen: that is asked of the packages below, as of the instant it was done.
"""
