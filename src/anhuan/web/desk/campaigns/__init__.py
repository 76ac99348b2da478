"""Campaigns and plans on the desk of the unit that runs them and of those that check."""
