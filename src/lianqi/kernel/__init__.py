"""The rules: pure functions on frozen values. No Django, no files, no clock, no randomness."""
