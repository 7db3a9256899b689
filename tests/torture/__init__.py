"""What the store must survive, as programs: a short form runs in the suite, the long form by `make torture`."""
