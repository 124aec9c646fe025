"""What a treaty's text provides, shown with the treaty: rules, thresholds, weights and entitlements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from signatories.api.columns import ColumnField, RowAddressColumn, Speaker, Values
from signatories.api.rows import read_rows
from signatories.api.serializers import FactSerializer, TreatySerializer
from signatories.models import Entitlement, Rule, Threshold, Weight


class ProvisionSerializer(FactSerializer):
    """A provision of a treaty: it has no address of its own, so its `url` is the treaty's."""

    def address_field(self) -> ColumnField:
        return RowAddressColumn("treaty_id", resource="treaties", help_text="Address of the treaty.")


class RuleSerializer(ProvisionSerializer):
    """A rule on when something takes effect."""

    model = Rule


class ThresholdSerializer(ProvisionSerializer):
    """A further condition of entry into force."""

    model = Threshold


class WeightSerializer(ProvisionSerializer):
    """What a participant's consent weighs."""

    model = Weight


class EntitlementSerializer(ProvisionSerializer):
    """A way into a treaty."""

    model = Entitlement


PROVISIONS: dict[str, type[ProvisionSerializer]] = {
    "rules": RuleSerializer,
    "thresholds": ThresholdSerializer,
    "weights": WeightSerializer,
    "entitlements": EntitlementSerializer,
}


PROVISIONS_HELP = {
    "rules": "When it enters into force, for the treaty and for those who join, and how it is left.",
    "thresholds": "Further conditions of entry into force: so many of a group, or so much of a weight.",
    "weights": "What each participant's consent weighs, where more than heads is counted.",
    "entitlements": "Who may sign, accede or consent without signing, and who negotiated.",
}


class ProvisionsField(serializers.ListSerializer[Any]):
    """The provisions of one kind of the treaties shown, read for all of them at once."""

    paths = ("key",)

    def __init__(self, serializer: type[ProvisionSerializer], **kwargs: Any) -> None:
        self.provision = serializer()
        super().__init__(child=self.provision, read_only=True, **kwargs)

    def read(self, speaker: Speaker, *columns: Values) -> Iterable[Any]:
        """For each treaty its provisions in the order of their keys."""
        rows = self.provision.model.objects.known_on(speaker.known_on).filter(treaty__in=columns[0])
        by_treaty: dict[str, list[Any]] = {key: [] for key in columns[0]}
        for row in read_rows(self.provision, rows.order_by("key"), speaker):
            by_treaty[row["treaty"]].append(row)
        return by_treaty.values()


class TreatyDetailSerializer(TreatySerializer):
    """A treaty with what its text provides."""

    def further_fields(self) -> dict[str, Any]:
        provisions = {
            name: ProvisionsField(serializer, help_text=PROVISIONS_HELP[name])
            for name, serializer in PROVISIONS.items()
        }
        return super().further_fields() | provisions
