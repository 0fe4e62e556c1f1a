"""The cases of a park on the server: the gate, the use-cases, the tables that show them. The rules are the kernel's."""
