"""Technical fluency: components, constraints, debt and the slices in which an initiative is delivered."""
