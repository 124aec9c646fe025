"""How the record is said in JSON and CSV."""
