"""A form for every step of a case, made from the fields of the kernel's command: nothing is written twice."""
