"""From values of the modules to the parts of a page."""
