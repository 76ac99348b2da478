"""The pages that bring files in: ledgers with their problem rows, areas and sites."""
