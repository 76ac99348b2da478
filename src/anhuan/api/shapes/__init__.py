"""What answers hold, as msgspec structures: the wire format, and the source of its schema."""
