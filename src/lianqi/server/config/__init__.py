"""How one installation is set up: everything comes from the environment, and what is wrong there is said in words."""
