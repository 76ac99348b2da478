"""``anhuan verify``: checks a log from its files alone, without the node, its database or Django.

Imports ``kernel`` and ``base.sign`` and nothing else that knows the node, so that whoever does not
trust it can read all of this; ``python -m anhuan.ops.verifier`` runs it without the rest.
"""
