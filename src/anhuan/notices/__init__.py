"""What a person is told: an outbox written in the transaction of the act it speaks of.

Owns notices. Promises one notice per person and key, and that an act undone tells nobody. Holds
topics and values, never sentences: words are found when a notice is shown.
"""
