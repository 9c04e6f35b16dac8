"""The reader's story: views they pinned, put in order, shown full screen and handed on."""
