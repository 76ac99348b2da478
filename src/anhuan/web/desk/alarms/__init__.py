"""Alarms at the desk: the list, one alarm with its curve and where to look first."""
