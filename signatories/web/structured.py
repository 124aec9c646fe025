"""What a page tells machines about a treaty: schema.org's Legislation, as a block of data that nothing executes."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from signatories.models import Treaty
from signatories.treaty_law.case import Case
from signatories.treaty_law.entry_into_force import EntryIntoForce

UNSAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def legislation(treaty: Treaty, case: Case, force: EntryIntoForce, address: str) -> SafeString:
    """The treaty as schema.org has it; what is not known is left out."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": [
            {"@value": treaty.title_en, "@language": "en"},
            {"@value": treaty.title_fr, "@language": "fr"},
        ],
        "alternateName": treaty.short_title_en or None,
        "legislationIdentifier": f"{treaty.series} {treaty.number}".strip() or treaty.key,
        "legislationType": "Treaty",
        "legislationDate": str(case.adopted_on) if case.adopted_on else None,
        "legislationDateOfApplicability": str(force.in_force_on) if force.in_force_on else None,
        "legislationLegalForce": "InForce" if force.in_force else "NotInForce",
        "publisher": {"@type": "Organization", "name": treaty.depositary} if treaty.depositary else None,
        "sameAs": treaty.text_url or None,
        "url": address,
    }
    text = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)
    return mark_safe(text.translate(UNSAFE))  # every character that could end the block is escaped
