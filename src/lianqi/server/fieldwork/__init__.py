"""The officer on the way: the personal links of an enterprise's contacts."""
