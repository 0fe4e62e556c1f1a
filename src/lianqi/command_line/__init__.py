"""The command line: `lianqi`. Server modules are imported inside the commands that need a database."""
