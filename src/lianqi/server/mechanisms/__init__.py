"""Which rules and which working time hold in a park, from which day on; every text that ever held is kept."""
