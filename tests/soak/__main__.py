"""`make soak`, or `python -m tests.soak`; MINUTES (10) and SEED (one at random) come from the environment."""

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LOG_LEVEL": "ERROR"}
    django.setup()
    sys.exit(import_module("tests.soak.soaking").main())
