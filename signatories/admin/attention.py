"""What needs attention, on the admin's first page: each question that somebody must see to, and the rows it is about.

A further question is a function that answers with a `Matter`, and a line in `QUESTIONS` with the model whose viewers
are shown it. Each costs a number of queries that does not grow with the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signatories.admin.addresses import kind_page, row_page
from signatories.admin.drafting import draft_in_words
from signatories.admin.rights import may_see
from signatories.admin.spoken_keys import SpokenKeys
from signatories.admin.wording import name_and_what
from signatories.chart.claims import assess
from signatories.chart.verdicts import Verdict
from signatories.keeping.notes import today
from signatories.models import Claim, Draft, Milestone, Rule, Treaty, Webhook
from signatories.models.case_files import read_cases
from signatories.models.milestones import MilestoneKind
from signatories.models.webhooks import DeliveryState
from signatories.record.checks import READ_EVERY, to_be_read_again
from signatories.treaty_law.entry_into_force import EntryIntoForce, entry_into_force

NAMED = 5
# An address that names more rows than this would be too long for some servers.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Named:
    """One of the rows that need attention: what it is called, where it is, and what is the matter with it."""

    name: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """The answer to one question: how many rows need attention, the first few of them, and where all are listed.

    `title` says the number in a sentence, `explanation` what it means and what to do, `nothing` that there is none.
    """

    count: int
    title: str
    explanation: str
    nothing: str
    rows: Sequence[Named]
    address: str

    @property
    def further(self) -> int:
        """How many there are beside those named."""
        return self.count - len(self.rows)


def contradicted_claims() -> Matter:
    """Claims that the record contradicts and on which nobody decided."""
    undecided = list(Claim.objects.held().filter(decision="").select_related("source").order_by("key"))
    found = assess(undecided)
    claims = [claim for claim in undecided if found[claim.pk].assessment == Verdict.CONTRADICTS]

    def named(claim: Claim) -> Named:
        about = ", ".join(filter(None, [claim.treaty_id, claim.organisation_id, claim.participant_id]))
        detail = found[claim.pk].reason
        if recorded := found[claim.pk].recorded:
            said = {"source": claim.source_id, "claimed": claim.claimed, "recorded": recorded}
            detail = _("%(source)s says %(claimed)s, the record %(recorded)s") % said
        return Named(name_and_what(about, claim.get_question_display()), row_page(claim), detail)

    return Matter(
        count=len(claims),
        title=ngettext(
            "%(count)d claim contradicts the record.", "%(count)d claims contradict the record.", len(claims)
        )
        % {"count": len(claims)},
        explanation=_("Nobody has decided which value the record adopts: decide, or correct what is wrong."),
        nothing=_("no claim that contradicts the record undecided"),
        rows=[named(claim) for claim in claims[:NAMED]],
        address=listed(Claim, [claim.pk for claim in claims], decided="no"),
    )


def unverified_rules() -> Matter:
    """Provisions that nobody has read in the treaty's own text."""
    rules = list(Rule.objects.held().filter(verified=False).order_by("treaty_id", "article", "key"))

    def named(rule: Rule) -> Named:
        where = _("%(treaty)s, Article %(article)s") if rule.article else "%(treaty)s"
        told = where % {"treaty": rule.treaty_id, "article": rule.article}
        return Named(name_and_what(told, rule.get_applies_to_display()), row_page(rule))

    return Matter(
        count=len(rules),
        title=ngettext(
            "%(count)d provision is not verified against the text.",
            "%(count)d provisions are not verified against the text.",
            len(rules),
        )
        % {"count": len(rules)},
        explanation=_("What is computed from it may be wrong: read the treaty's own text, then mark it verified."),
        nothing=_("no provision unverified"),
        rows=[named(rule) for rule in rules[:NAMED]],
        address=listed(Rule, verified__exact="0"),
    )


def disputed_days() -> Matter:
    """Treaties whose day of entry into force is not the one that the facts held give."""
    stated = Milestone.objects.held().filter(kind=MilestoneKind.IN_FORCE).select_related("treaty").order_by("treaty_id")
    treaties = {milestone.treaty_id: milestone.treaty for milestone in stated}
    on = today()
    answers = {key: entry_into_force(case, on) for key, case in read_cases(treaties).items()}
    disputed = [treaty for key, treaty in treaties.items() if is_disputed(answers[key], treaty)]

    def named(treaty: Treaty) -> Named:
        force = answers[treaty.key]
        days = {"stated": force.depositary_in_force_on, "computed": force.computed_in_force_on}
        if force.computed_in_force_on:
            detail = _("the depositary states %(stated)s, the facts held here give %(computed)s")
        else:
            detail = _("the depositary states %(stated)s, the facts held here give no day")
        return Named(str(treaty), row_page(treaty), detail % days)

    return Matter(
        count=len(disputed),
        title=ngettext(
            "%(count)d treaty has a computed day that is not the depositary's.",
            "%(count)d treaties have a computed day that is not the depositary's.",
            len(disputed),
        )
        % {"count": len(disputed)},
        explanation=_(
            "By the facts held here it enters into force on another day: check its consents, rules and thresholds."
        ),
        nothing=_("no computed day that is not the depositary's"),
        rows=[named(treaty) for treaty in disputed[:NAMED]],
        address=listed(Treaty, [treaty.pk for treaty in disputed]),
    )


def is_disputed(force: EntryIntoForce, treaty: Treaty) -> bool:
    """Whether the depositary's day is not the computed one, or a record that is called whole gives no day."""
    lacks_a_day = force.depositary_in_force_on is not None and force.computed_in_force_on is None
    return force.agrees_with_depositary is False or (treaty.complete and lacks_a_day)


def unread_treaties() -> Matter:
    """Treaties whose depositary was not read for a while."""
    due = to_be_read_again(today())

    def detail(last: Any) -> str:
        return _("last read %(day)s") % {"day": last.isoformat()} if last else _("never read")

    return Matter(
        count=len(due),
        title=ngettext("%(count)d treaty to be read again.", "%(count)d treaties to be read again.", len(due))
        % {"count": len(due)},
        explanation=_("Not compared with the depositary's record for %(days)d days: read it and say what is new.")
        % {"days": READ_EVERY.days},
        nothing=_("no treaty to be read again"),
        rows=[Named(str(one.treaty), row_page(one.treaty), detail(one.last)) for one in due[:NAMED]],
        address=listed(Treaty, [one.treaty.pk for one in due], o="7"),
    )


def failing_webhooks() -> Matter:
    """Webhooks with deliveries that were given up, or that wait after failed attempts."""
    given_up = Q(deliveries__state=DeliveryState.GIVEN_UP)
    tried_in_vain = Q(deliveries__state=DeliveryState.WAITING, deliveries__attempts__gt=0)
    failing = Webhook.objects.filter(given_up | tried_in_vain, deliveries__is_test=False).order_by("key")
    webhooks: list[Any] = list(
        failing.annotate(lost=Count("deliveries", filter=given_up), waiting=Count("deliveries", filter=tried_in_vain))
    )

    def detail(webhook: Any) -> str:
        if webhook.lost:
            return _("stopped, its delivery was given up: resume it when the receiver is mended")
        return _("trying again after failed attempts")

    return Matter(
        count=len(webhooks),
        title=ngettext("%(count)d webhook is failing.", "%(count)d webhooks are failing.", len(webhooks))
        % {"count": len(webhooks)},
        explanation=_("Its receiver does not take what is sent: see its deliveries, and tell those who keep it."),
        nothing=_("no webhook failing"),
        rows=[Named(str(webhook), row_page(webhook), detail(webhook)) for webhook in webhooks[:NAMED]],
        address=listed(Webhook, [webhook.pk for webhook in webhooks]),
    )


def unpublished_drafts() -> Matter:
    """Drafts that nobody published or discarded yet."""
    drafts, names = list(Draft.objects.select_related("by").order_by("pk")), SpokenKeys()

    def named(draft: Draft) -> Named:
        return Named(draft_in_words(draft, names), row_page(draft), f"{draft.by}, {draft.at:%Y-%m-%d}")

    return Matter(
        count=len(drafts),
        title=ngettext("%(count)d draft is not published.", "%(count)d drafts are not published.", len(drafts))
        % {"count": len(drafts)},
        explanation=_("Only staff see it: publish it, alone or together with others, or discard it."),
        nothing=_("no draft unpublished"),
        rows=[named(draft) for draft in drafts[:NAMED]],
        address=listed(Draft),
    )


# The model whose viewers are shown the answer, and the question.
QUESTIONS: tuple[tuple[type[Model], Callable[[], Matter]], ...] = (
    (Draft, unpublished_drafts),
    (Claim, contradicted_claims),
    (Rule, unverified_rules),
    (Treaty, disputed_days),
    (Treaty, unread_treaties),
    (Webhook, failing_webhooks),
)


def matters(request: HttpRequest) -> list[Matter]:
    """The answers that the one who asks may see, those with nothing to see to among them."""
    return [ask() for model, ask in QUESTIONS if may_see(request, model)]


def listed(model: type[Model], rows: Sequence[Any] = (), **narrowed: str) -> str:
    """The list of exactly these rows; of too many to name, or of none named, the list as it is narrowed otherwise."""
    if 0 < len(rows) <= LISTED:
        narrowed = {"pk__in": ",".join(map(str, rows))} | {
            name: value for name, value in narrowed.items() if name == "o"
        }
    return kind_page(model, **narrowed)
