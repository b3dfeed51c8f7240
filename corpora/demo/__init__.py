"""Three invented countries: their statutes, the PDFs made from them, and the gaps that were put there."""
