"""办理留痕: the park's ledger, entry by entry, for the inspector and for whoever audits."""
