"""Who works for the park and what passes from one to another: people's pages, leave, handover, mergers of units."""
