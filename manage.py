#!/usr/bin/env python
"""Django's command line for Convention API."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convention_api.settings")
    from django.core.management import execute_from_command_line

    from signatories.observation.logs import tell_of_command

    tell_of_command(sys.argv[1] if len(sys.argv) > 1 else "help")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
