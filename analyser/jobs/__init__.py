"""Work that takes a while: the ledger decides what is to be done, and a result counts only once it is stored."""
