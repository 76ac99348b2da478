"""Processes that listen to instruments. Each speaks one protocol and hands what it hears to
``telemetry``; it holds no rows of its own."""
