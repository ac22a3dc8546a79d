"""What the making of Truenorth needs and its users do not."""
