"""Full-screen views; each owns its state and passes it down to its widgets."""
