"""The ways out of the house. Only the worker, and a person who tries a channel, goes through them."""
