"""What ties the house together: Django settings, URLs, the one API object and the one error handler."""
