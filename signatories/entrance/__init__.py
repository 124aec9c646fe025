"""How staff come in: the second factor, the wait after failed logins. An app of its own, for the libraries it needs."""
