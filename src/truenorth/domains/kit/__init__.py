"""What every domain stands on. No business noun lives here."""
