"""The domain of Care Gap: what is being looked at, how it is measured, and what may be said of it.

Pure functions and frozen values: nothing here touches a file, a page or the network.
"""
