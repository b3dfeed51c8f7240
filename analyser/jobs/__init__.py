"""Bulk runs with a ledger that survives a kill."""
