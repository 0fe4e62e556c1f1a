"""What every screen is made of: the page, its components, its assets, and how a refusal is shown."""
