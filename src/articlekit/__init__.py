"""Separate an article page's story from everything around it, losslessly."""
