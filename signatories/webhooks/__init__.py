"""How receivers are told of changes: from the log to a signed message at an address on the internet."""
