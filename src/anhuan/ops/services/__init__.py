"""What the commands write: the node, and a whole database from an archive."""
