"""JSON for machines and for the field, with problem documents."""
