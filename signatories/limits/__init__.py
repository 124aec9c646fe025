"""How much one may ask: how often, how much at once, and for how long."""
