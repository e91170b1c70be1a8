"""Which answers a person reads; arrays only."""
