"""Sign-in, language, two-factor, my posts, suggestions."""
