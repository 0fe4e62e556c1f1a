"""The pages: the door, my matters, recording a new one, saying something about one."""
