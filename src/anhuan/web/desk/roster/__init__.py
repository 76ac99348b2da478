"""The duty roster at the desk: its week, its forms, states and calls."""
