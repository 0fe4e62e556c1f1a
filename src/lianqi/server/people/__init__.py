"""People who work for a park: a person is global, what they are there is per park."""
