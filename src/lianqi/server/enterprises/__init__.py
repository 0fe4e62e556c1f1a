"""一企一档: what the park knows of an enterprise and owes it, on one sheet of A4."""
