"""An invented district to try the office with, and a generator of districts of any size. Nobody here is real.

Nothing of this exists outside the demo: the application is installed only where `BANGVANG_DEMO` is set.
"""
