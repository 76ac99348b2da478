"""The invented city as rows: its scripts are played through the kernel and loaded in bulk."""
