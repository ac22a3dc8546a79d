"""What every question shares: the plan, the rows it reads, and how the parts become one answer."""
