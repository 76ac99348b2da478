"""The operations, one file for each subject."""
