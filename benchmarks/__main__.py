"""`python -m benchmarks [--quick]`: every measure, one after another.

--quick measures the small record alone, in short rounds, and writes nothing.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from benchmarks import report
from benchmarks.folder import nobody_else_measuring
from benchmarks.measures import costs, masses, pages, sizes, starting, worst
from benchmarks.measuring import FULL, QUICK
from benchmarks.places import place_of
from benchmarks.postgresql import Server, postgresql
from benchmarks.serving import cores, keep_to
from benchmarks.table import HEAD, Findings, markdown

VENDORS = ("SQLite", "PostgreSQL")
MEASURES: tuple[str, ...] = ("pages", "costs", "worst", "starting", "sizes", "exports", "import")
QUICKLY = ("pages", "starting", "exports")


def main() -> None:
    """Measures what was asked for."""
    asked = _arguments()
    keep_to(0, cores()[1])
    findings = Findings()
    with nobody_else_measuring(), ExitStack() as running:
        server = running.enter_context(postgresql()) if "PostgreSQL" in asked.vendors else None
        for vendor in asked.vendors:
            _measure(vendor, server, asked, findings)
    for line in findings.left_out:
        print(line)
    for title, rows in findings.details.items():
        print(f"\n{title}\n\n{markdown(rows)}")
    print(f"\n{markdown([HEAD, *(line.cells() for line in findings.lines)])}")
    if asked.write:
        report.write(findings)
        print(f"\nWritten to {report.PAGE}.")


def _measure(vendor: str, server: Server | None, asked: argparse.Namespace, findings: Findings) -> None:
    """Every measure on one kind of database."""
    pace = QUICK if asked.quick else FULL
    for name in asked.measures:
        print(f"\n{name}, {vendor}", flush=True)
        if name == "pages":
            pages.measure(place_of(vendor, asked.middle, server), pace, findings)
        elif name == "costs":
            costs.measure(place_of(vendor, asked.middle, server), pace, findings)
        elif name == "worst":
            worst.measure(place_of(vendor, asked.middle, server), findings)
        elif name == "starting":
            starting.measure(place_of(vendor, asked.middle, server), findings)
        elif name == "sizes":
            sizes.measure(place_of(vendor, asked.small, server), place_of(vendor, asked.large, server), pace, findings)
        elif name == "exports":
            masses.measure_exports(place_of(vendor, asked.large, server), findings)
        else:
            masses.measure_import(vendor, asked.middle, server, findings)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="The small record alone, in short rounds.")
    parser.add_argument("--write", action="store_true", help="Write docs/benchmarks.md.")
    parser.add_argument("--vendors", nargs="+", choices=VENDORS, default=VENDORS)
    parser.add_argument("--measures", nargs="+", choices=MEASURES)
    parser.add_argument("--small", type=int, default=20_000, help="Acts of the small record.")
    parser.add_argument("--middle", type=int, help="Acts of the record whose pages are measured; 200,000.")
    parser.add_argument("--large", type=int, help="Acts of the large record; 2,000,000.")
    asked = parser.parse_args()
    asked.measures = asked.measures or (QUICKLY if asked.quick else MEASURES)
    asked.middle = asked.middle or (asked.small if asked.quick else 200_000)
    asked.large = asked.large or (asked.small if asked.quick else 2_000_000)
    return asked


if __name__ == "__main__":
    main()
