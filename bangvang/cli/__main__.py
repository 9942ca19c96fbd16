"""`python -m bangvang.cli` is the same as `bangvang`."""

import sys

from bangvang.cli import main

sys.exit(main())
