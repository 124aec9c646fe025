"""The licence of each package that the product needs to run, and whether it is one that was accepted."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, metadata

from license_expression import ExpressionError, get_spdx_licensing

from supply_chain.pins import RUNTIME, accepted, pins

SPDX = get_spdx_licensing()
LONG = 60
"""What is longer is the text of a licence and not its name."""


class Unknown(Exception):
    """A package whose licence cannot be told: a sentence."""


def licence(package: str, version: str) -> str:
    """Its SPDX expression, as the installed package says it. Raises Unknown."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        raise Unknown(f"{package} is not installed: run make check once, which installs what is pinned.") from None
    if said["Version"] != version:
        raise Unknown(f"{package} {said['Version']} is installed and {version} is pinned: install what is pinned.")
    if expression := said.get("License-Expression"):
        return str(expression)
    own = str(said.get("License") or "")
    classifiers = [
        kind.rpartition(" :: ")[2] for kind in said.get_all("Classifier", []) if kind.startswith("License ::")
    ]
    words = own if own and len(own) < LONG and "\n" not in own else " AND ".join(classifiers)
    expression = accepted()["licences"]["in_spdx"].get(words, words)
    try:
        SPDX.parse(expression, validate=True, strict=True)
    except ExpressionError:
        raise Unknown(f"{package} says of its licence {words!r}: give its SPDX name in accepted.toml.") from None
    if not expression:
        raise Unknown(f"{package} says nothing of its licence: read its files, and ask whether it is needed.")
    return str(expression)


def satisfied(expression: str, by: Collection[str]) -> bool:
    """Whether these licences are enough for the expression."""
    parsed = SPDX.parse(expression)
    held = {symbol: SPDX.TRUE if symbol.key in by else SPDX.FALSE for symbol in SPDX.license_symbols(parsed)}
    return bool(parsed.subs(held, simplify=True) == SPDX.TRUE)


def refusals() -> list[str]:
    """A sentence for each package whose licence was not accepted."""
    found, allowed = [], accepted()["licences"]["accepted"]
    for package, version in pins(RUNTIME).items():
        try:
            said = licence(package, version)
        except Unknown as unknown:
            found.append(str(unknown))
        else:
            if not satisfied(said, allowed):
                found.append(f"{package} is under {said}, which supply_chain/accepted.toml does not name.")
    return found
