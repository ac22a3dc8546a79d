"""Where other systems and files meet the practice."""
