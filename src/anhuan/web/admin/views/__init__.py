"""Pages of those who keep accounts, posts, areas and rules."""
