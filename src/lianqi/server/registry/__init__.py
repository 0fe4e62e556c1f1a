"""The registry: parks, places, units and enterprises. Ordinary rows; every write leaves an event in the log."""
