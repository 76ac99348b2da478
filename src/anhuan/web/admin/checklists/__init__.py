"""Checklists as an administrator works on them: drafts, files, what changed."""
