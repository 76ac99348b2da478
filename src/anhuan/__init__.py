"""Anhuan 安环: work-safety and environmental supervision."""
