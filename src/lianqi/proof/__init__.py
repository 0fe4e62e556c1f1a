"""Proof: every reachable state of a mechanism's case, walked with the real decide and looked at."""
