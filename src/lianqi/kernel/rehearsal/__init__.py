"""A mechanism tried out before it is activated: its examples run through the real rules, its life drawn."""
