"""Units, posts, areas and grid cells, and appointments by date."""
