"""Areas: the tree with its counts, the map, and who carries an area."""
