"""Officers and committee offices at a desk."""
