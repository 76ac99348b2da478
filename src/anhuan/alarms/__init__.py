"""Alarms from monitoring, and what is done about them.

Owns the alarms: each one stretch of time in which a condition holds at a station, drawn from
readings by rules with dates. Promises that a sweep after a day without a server comes to the same
alarms as many sweeps, that an alarm has one case and further ones of its station and rule join it
while it is open. Never says more than that something is to be looked at.
"""
