"""`python -m supply_chain.sbom [PATH]`: what the product needs to run, as a CycloneDX document.

Made by cyclonedx-py from the hashed requirements. Added to it: each package's licence, what needs what, and ourselves.
The same pins make the same bytes, so anybody can make it again and compare.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from signatories import __version__
from supply_chain.licences import licence, refusals
from supply_chain.pins import ROOT, RUNTIME, pins

SBOM = ROOT / "dist" / "sbom.cdx.json"
OPTIONS = ("--output-reproducible", "--spec-version", "1.6", "--output-format", "JSON")
OURSELVES = f"pkg:pypi/convention-api@{__version__}"


def main(path: Path) -> int:
    """Writes it; the exit code is 1, and nothing written, where a licence was not accepted."""
    if refused := refusals():
        print(*refused, sep="\n")
        return 1
    text = sbom()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(f"{path} lists {len(json.loads(text)['components'])} packages, each with its hashes and its licence.")
    return 0


def sbom() -> str:
    """The document, after CycloneDX 1.6, valid by its schema."""
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", str(RUNTIME), *OPTIONS],
        capture_output=True,
        text=True,
        check=True,
    )
    said: dict[str, Any] = json.loads(made.stdout)
    pinned = pins(RUNTIME)
    by_name = {component["name"]: component for component in said["components"]}
    for name, component in by_name.items():
        component.pop("description", None)
        component["bom-ref"] = component["purl"]
        component["licenses"] = [{"expression": licence(name, pinned[name])}]
    said["metadata"]["component"] = {
        "type": "application",
        "name": "convention-api",
        "version": __version__,
        "bom-ref": OURSELVES,
        "purl": OURSELVES,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    asked = [Requirement(line).name for line in _own_lines()]
    refs = {name: component["bom-ref"] for name, component in by_name.items()}
    needs = {ref: _needs(name) & set(refs) for name, ref in refs.items()}
    said["dependencies"] = [
        {"ref": OURSELVES, "dependsOn": sorted(refs[canonicalize_name(name)] for name in asked)},
        *({"ref": ref, "dependsOn": sorted(refs[need] for need in needed)} for ref, needed in needs.items()),
    ]
    text = json.dumps(said, indent=2, sort_keys=True) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"The document is not what CycloneDX 1.6 asks for: {fault}")
    return text


def _own_lines() -> list[str]:
    """What requirements.in asks for."""
    lines = (line.partition("#")[0].strip() for line in RUNTIME.with_suffix(".in").read_text().splitlines())
    return [line for line in lines if line]


def _needs(package: str) -> set[str]:
    """What the installed package may need, with any of its extras."""
    return {str(canonicalize_name(Requirement(line).name)) for line in requires(package) or []} - {package}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else SBOM))
