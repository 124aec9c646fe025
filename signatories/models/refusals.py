"""What a ValidationError refuses, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def refusals(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Each sentence of a refusal with the attribute it concerns; no attribute where it concerns the row."""
    by_attribute = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for attribute, sentences in by_attribute.items():
        for sentence in sentences:
            yield "" if attribute == NON_FIELD_ERRORS else attribute, sentence
