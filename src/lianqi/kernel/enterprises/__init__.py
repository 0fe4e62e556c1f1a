"""What identifies a business entity: its credit code, a project's code, its names."""
