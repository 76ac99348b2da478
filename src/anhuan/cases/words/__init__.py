"""The words people see for states, acts, inputs and refusals: one word for one thing."""
