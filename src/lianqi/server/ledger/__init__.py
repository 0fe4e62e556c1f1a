"""The ledger: every fact once, in order, for good; every word apart from it, so that a person can be forgotten."""
