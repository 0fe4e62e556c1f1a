"""What somebody keeps for themselves: half-filled forms and filters they use again. No part of the record."""
