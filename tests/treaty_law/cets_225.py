"""The Framework Convention on Artificial Intelligence (CETS 225) as test data, as its record spoke on 2026-10-01."""

from __future__ import annotations

from collections.abc import Iterable

from signatories.treaty_law.acts import EntitlementWay, Rounding, RuleScope
from signatories.treaty_law.case import Act, Case, Entitlement, Participant, Rule, Threshold
from tests.treaty_law.building import act, case, later_rule, members, treaty_rule

COE_MEMBERS = (
    "ALB AND ARM AUT AZE BEL BGR BIH CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GEO GRC HRV HUN IRL ISL ITA LIE LTU LUX "
    "LVA MCO MDA MKD MLT MNE NLD NOR POL PRT ROU SMR SRB SVK SVN SWE TUR UKR"
).split()
EU_MEMBERS = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
).split()
NON_MEMBERS = "ARG AUS CAN CRI ISR JPN MEX PER URY USA VAT".split()

SIGNED_ON = {
    **dict.fromkeys("AND GEO ISL NOR MDA SMR GBR ISR USA EU".split(), "2024-09-05"),
    "MNE": "2024-11-05",
    "CAN": "2025-02-11",
    "JPN": "2025-02-11",
    "LIE": "2025-02-27",
    "CHE": "2025-03-27",
    "UKR": "2025-05-15",
    "URY": "2025-09-02",
    "BIH": "2025-12-09",
    "ARM": "2026-01-27",
    "MKD": "2026-05-08",
    "ALB": "2026-06-15",
}

SIGNATURES = tuple(act(f"{participant} signature {done_on}") for participant, done_on in SIGNED_ON.items())
EU_APPROVAL = act("EU approval 2026-05-15")
RULES = (
    treaty_rule("30(3)", 5, delay_months=3, rounding=Rounding.FIRST_OF_NEXT_MONTH),
    later_rule("30(4)", delay_months=3, rounding=Rounding.FIRST_OF_NEXT_MONTH, verified=False),
    Rule(
        RuleScope.DENUNCIATION,
        article="35",
        delay_months=3,
        rounding=Rounding.FIRST_OF_NEXT_MONTH,
        verified=False,
    ),
)
MEMBERS_THRESHOLD = Threshold("cets-225.threshold.members", members_of="COE", minimum=3)


def entitlements() -> list[Entitlement]:
    """Open for signature to the members of the Council of Europe, the eleven that took part, and the Union."""
    sign, negotiated = EntitlementWay.SIGN, EntitlementWay.NEGOTIATED
    named = [Entitlement(sign, participant=key) for key in (*NON_MEMBERS, "EU")]
    took_part = [Entitlement(negotiated, participant=key) for key in NON_MEMBERS]
    later = Entitlement(EntitlementWay.ACCEDE, all_states=True, after_entry_into_force=True)
    return [Entitlement(sign, members_of="COE"), Entitlement(negotiated, members_of="COE"), *named, *took_part, later]


def cets_225(*more: Act, without: Iterable[Act] = ()) -> Case:
    """The file of the Convention, with further acts beside those of the record."""
    russia = members("COE", ["RUS"], "1996-02-28", "2022-03-16")
    left = set(without)
    return case(
        [a for a in (*SIGNATURES, EU_APPROVAL, *more) if a not in left],
        RULES,
        thresholds=[MEMBERS_THRESHOLD],
        memberships=[*members("COE", COE_MEMBERS, "2010-01-01"), *members("EU", EU_MEMBERS, "2015-01-01"), *russia],
        entitlements=entitlements(),
        participants={key: Participant(key) for key in (*NON_MEMBERS, "NZL")},
        adopted_on="2024-05-17",
        opened_on="2024-09-05",
    )
