"""A living demo: an invented park, and a year of its cases walked through the same use-cases that screens call."""
