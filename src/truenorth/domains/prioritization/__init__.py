"""In what order, and why: scoring rounds, the ranked list, and the register of decisions with its no."""
