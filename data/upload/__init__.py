"""What a reader brings: a file opened, its texts read as values, what is wrong in it, and what can be mended."""
