"""Addresses of my work, the ledger, search and export."""

from django.urls import URLPattern

ledger_urls: list[URLPattern] = []
