"""Tags of the cases."""
