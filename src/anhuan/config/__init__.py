"""Settings, addresses, and what happens after what."""
