"""What the doctor looks at: each check yields what it finds, and keeps little in memory.

The rows are read through the registry of models: the doctor looks behind the doors on purpose,
since a query that is wrong itself would hide what is wrong.
"""
