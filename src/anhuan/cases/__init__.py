"""The closed loop. Every source is a door to it."""
