"""Discovery: what customers were seen doing and heard saying, and the claims that rest on it."""
