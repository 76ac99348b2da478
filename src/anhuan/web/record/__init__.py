"""The record, open to everyone: its files, its proofs, and this node as a witness."""
