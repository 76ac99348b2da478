"""Key objects with their sponsors, visits and findings on the desk."""
