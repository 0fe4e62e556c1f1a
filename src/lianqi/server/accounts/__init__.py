"""Signing in: which person of the parks is behind a browser, and in which park they are working."""
