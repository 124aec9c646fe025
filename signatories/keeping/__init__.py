"""Answers kept as bytes for as long as the record's version says that they are still true."""
