"""The thinking: pure libraries that know no Django and no domain."""
