"""The programming interface `/api/v1/`: other systems of a park record, follow and carry out commitments through it.

It has no rules of its own: a token stands for a person or a service account of one park, and every request goes
through the same gate, operations and queries as a screen.
"""
