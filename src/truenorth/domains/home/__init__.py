"""Home: what needs me, which goals will miss, what is being tested, what changed."""
