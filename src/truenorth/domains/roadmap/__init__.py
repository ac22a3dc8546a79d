"""What comes, in what order, how sure we are, and what became of it: initiatives, their states, and the board."""
