"""Statutory documents: forms, registers, numbers, rendering to PDF."""
