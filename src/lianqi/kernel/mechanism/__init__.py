"""The rules of a park as a file: its shape, reading it, checking it, saying it in sentences, comparing two versions."""
