"""Anhuan 安环: work-safety and environmental supervision."""

__version__ = "0.1.0"
