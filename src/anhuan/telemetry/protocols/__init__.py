"""What monitoring equipment says and is told, as bytes and as values.

Pure: no clock, file, socket or random number; time comes in as ``at``, ciphers as functions.
"""
