"""The people who keep accounts, posts, areas and rules."""
