"""The demo workspace: one true-to-life story, told through the same services and importers that people use."""
