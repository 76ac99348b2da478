"""Tasks and documents from above on the desk."""
