"""The air on the desk: now, by year, and the targets."""
