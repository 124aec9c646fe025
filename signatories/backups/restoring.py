"""Restoring a backup: refused before anything is touched, tried in a scratch database, taken in whole or not at all."""

from __future__ import annotations

from pathlib import Path

from signatories.backups.checking import Told, bring_in, refuse_what_does_not_belong_here
from signatories.backups.manifest import Manifest, NotRestorable
from signatories.backups.places import tables_in_use
from signatories.backups.vendors import way


class Restoring:
    """A backup whose files are whole and that this release can restore; NotRestorable where it is not."""

    def __init__(self, folder: Path, told: Told = lambda *_: None) -> None:
        self.folder, self.told = folder, told
        self.manifest = Manifest.read(folder)
        refuse_what_does_not_belong_here(folder, self.manifest)

    def refuse_a_database_in_use(self) -> None:
        """Raises NotRestorable where the default database holds anything that restoring would take away."""
        if used := tables_in_use():
            more = f" and {len(used) - 3} more" if len(used) > 3 else ""
            raise NotRestorable(
                f"This database is in use: {', '.join(used[:3])}{more} have rows. Let DATABASE_URL name an empty one;"
                " or stop the service and say --replace, which backs up what is there and puts"
                f" {self.folder} in its place."
            )

    def tried(self) -> list[str]:
        """Restores it into a scratch database; what agreed, in sentences."""
        with way().scratch():
            return bring_in(self.folder, self.manifest, self.told)

    def done(self) -> list[str]:
        """Puts it in the place of whatever the default database holds; what agreed, in sentences."""
        return bring_in(self.folder, self.manifest, self.told)
