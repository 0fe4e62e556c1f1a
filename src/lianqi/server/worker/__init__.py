"""The process beside the web: seals, hands the ledger to its readers, ticks what falls due."""
