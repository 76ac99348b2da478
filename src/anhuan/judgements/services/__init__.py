"""Writes of daily sheets: drafted, drawn anew, edited, issued, corrected."""

from anhuan.judgements.services.acts import correct, draft, edit, issue, redraw

__all__ = ["correct", "draft", "edit", "issue", "redraw"]
