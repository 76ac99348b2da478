"""Dossiers of firms and places: 企业档案."""
