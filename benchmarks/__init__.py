"""Instruments and benchmarks: what the treaties want criminalised, as data with a loader."""
