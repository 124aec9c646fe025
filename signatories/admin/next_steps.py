"""What is usually recorded next, on a row's page and on a treaty's: forms that begin with what is known already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from signatories.admin.addresses import kind_page
from signatories.admin.rights import may
from signatories.models import Declaration, ImplementingMeasure, Treaty, TreatyAction
from signatories.treaty_law.acts import NEEDS_SIGNATURE, ActKind, DeclarationKind

Step = tuple[Any, str]
"""What a step is called, and where its form is."""


@dataclass(frozen=True, slots=True)
class Follows:
    """A kind of row that usually follows another; one that names it, or is done by whoever did that."""

    label: Any
    kind: ActKind | DeclarationKind
    names_it: bool = False
    by_another: bool = False


FOLLOWS: dict[ActKind | DeclarationKind, Follows] = {
    ActKind.SIGNATURE: Follows(_("Record the ratification"), ActKind.RATIFICATION),
    ActKind.SIGNATURE_AD_REFERENDUM: Follows(
        _("Record the confirmation"), ActKind.CONFIRMATION_OF_SIGNATURE, names_it=True
    ),
    ActKind.INVITATION_TO_ACCEDE: Follows(_("Record the accession"), ActKind.ACCESSION),
    ActKind.PROVISIONAL_APPLICATION: Follows(
        _("Record its end"), ActKind.END_OF_PROVISIONAL_APPLICATION, names_it=True
    ),
    ActKind.SUSPENSION: Follows(_("Record its end"), ActKind.END_OF_SUSPENSION, names_it=True),
    ActKind.DENUNCIATION: Follows(_("Record its revocation"), ActKind.REVOCATION, names_it=True),
    DeclarationKind.RESERVATION: Follows(
        _("Record an objection"), DeclarationKind.OBJECTION, names_it=True, by_another=True
    ),
}  # fmt: skip
ON_A_TREATY = (
    (_("Record an act"), TreatyAction),
    (_("Record a declaration"), Declaration),
    (_("Record a measure"), ImplementingMeasure),
)


def steps_after(row: Any, request: HttpRequest) -> Iterator[Step]:
    """What usually follows the held row, where it is not held already; nothing for who may not record it."""
    follows = FOLLOWS.get(row.kind)
    if follows is None or not may(request, "add", type(row)) or _is_held(row, follows):
        return
    known = {"treaty": row.treaty_id, "kind": follows.kind.value}
    known |= {} if follows.by_another else {"participant": row.participant_id}
    known |= {"refers_to": row.pk} if follows.names_it else {}
    yield follows.label, kind_page(type(row), "add", **known)


def steps_on(treaty: Treaty, request: HttpRequest) -> Iterator[Step]:
    """What may be recorded of a treaty."""
    for label, model in ON_A_TREATY:
        if may(request, "add", model):
            yield label, kind_page(model, "add", treaty=treaty.pk)


def _is_held(row: Any, follows: Follows) -> bool:
    """Whether what follows the row is held: of a signature, whichever consent it needed."""
    if follows.by_another:
        return False
    kinds = NEEDS_SIGNATURE if follows.kind in NEEDS_SIGNATURE else {follows.kind}
    others = type(row).objects.held().filter(treaty=row.treaty_id, participant=row.participant_id)
    return bool(others.filter(kind__in=[kind.value for kind in kinds]).exists())
