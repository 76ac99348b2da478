"""Writes of erasure: asked, chosen, confirmed by a second person, carried out by the worker."""

from anhuan.erasure.services.asking import ask, choose, confirm, withdraw
from anhuan.erasure.services.carrying import carry_out, clean_up

__all__ = ["ask", "carry_out", "choose", "clean_up", "confirm", "withdraw"]
