#!/usr/bin/env python
"""Django's command line for Convention API."""

import gc
import os
import sys

# Next to nothing that the start makes is garbage: to look for some at Python's own pace takes a twelfth of it.
SELDOM = 10_000


def main() -> None:
    gc.set_threshold(SELDOM)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from signatories.observation.logs import tell_of_command

    tell_of_command(sys.argv[1] if len(sys.argv) > 1 else "help")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        from convention_api.environment import give_up

        give_up(error)


if __name__ == "__main__":
    main()
