"""The headline job: a heap of collected forms in; a ledger, common problems and a page out."""
