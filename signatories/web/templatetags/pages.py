"""How templates of the public pages say days, words, addresses and footnotes."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from signatories.chart.citations import Cited
from signatories.models import Treaty
from signatories.treaty_law.days import PartialDay
from signatories.web import days, words
from signatories.web.asking import LANGUAGES
from signatories.web.structured import legislation

register = template.Library()
SHAPES = {
    "contracting": "square",
    "provisional_application": "diamond",
    "former_party": "cross",
    "withdrawn_signature": "cross",
}


@register.simple_tag(takes_context=True)
def to(context: Any, name: str, key: str = "") -> str:
    """The address of a page of the product, with what links take along."""
    return str(context["addresses"].to(name, **({"key": key} if key else {})))


@register.simple_tag(takes_context=True)
def api(context: Any, name: str, key: str = "", **more: str) -> str:
    """The address of the same answer in the API."""
    return str(context["addresses"].api(name, *more.items(), **({"key": key} if key else {})))


@register.simple_tag(takes_context=True)
def participant(context: Any, key: str) -> SafeString:
    """A link to the participant's page, by its name."""
    known = context["asked"].directory.participants.get(key)
    if known is None:
        return format_html("{}", key)
    page = "web-organisation" if known.is_organisation else "web-participant"
    return format_html('<a href="{}">{}</a>', to(context, page, key), known.name(context["asked"].language))


@register.simple_tag(takes_context=True)
def treaty(context: Any, key: str) -> SafeString:
    """A link to the treaty's page, by what it is called."""
    return format_html('<a href="{}">{}</a>', to(context, "web-treaty", key), treaty_name(context, key))


@register.simple_tag(takes_context=True)
def cite(context: Any, places: Any) -> SafeString:
    """The numbers of the footnotes that these places lead to."""
    found = context["footnotes"].refer(places)
    links = (
        (reference.number, reference.places, _("source %(number)s") % {"number": reference.number}, reference.number)
        for reference in found
    )
    inside = format_html_join(" ", '<a href="#source-{}" title="{}" aria-label="{}">{}</a>', links)
    return format_html("<sup>{}</sup>", inside) if found else SafeString("")


@register.simple_tag(takes_context=True)
def name(context: Any, key: str) -> str:
    """What a participant is called."""
    return str(context["asked"].directory.participants[key].name(context["asked"].language))


@register.simple_tag(takes_context=True)
def treaty_name(context: Any, key: str) -> str:
    """What a treaty is called, in short where it has a short title."""
    known, language = context["asked"].directory.treaties[key], context["asked"].language
    return str(known.short_names[LANGUAGES.index(language)] or known.name(language))


@register.simple_tag(takes_context=True)
def turned(context: Any, page: int) -> str:
    """This page's address, turned to another of its pages."""
    return str(context["addresses"].but_for(page=str(page)))


@register.simple_tag(takes_context=True)
def older_than(context: Any, place: int) -> str:
    """This page's address, going on from a place in the log."""
    return str(context["addresses"].but_for(before=str(place)))


@register.simple_tag(takes_context=True)
def without(context: Any, word: str) -> str:
    """The page of suppositions without this one."""
    others = [("assume", other) for _one, other in context["assumed"] if other != word]
    return str(context["addresses"].supposing(others))


@register.simple_tag(takes_context=True)
def projected(context: Any) -> str:
    """The same suppositions in the API."""
    supposed = [("assume", word) for _one, word in context["assumed"]]
    return str(context["addresses"].api("treaty-projection", *supposed, key=context["treaty"].key))


@register.simple_tag(takes_context=True)
def matrix_data(context: Any, **more: str) -> str:
    """The comparison in the API."""
    return str(context["addresses"].api("matrix", *context["data"], *more.items()))


@register.simple_tag(takes_context=True)
def permalink(context: Any, about: Any) -> str:
    """The page with its day and its moment fixed."""
    return str(context["addresses"].permalink(about.as_of, about.known_on))


@register.simple_tag
def flag(flags: Any, name: str, letter: Any, told: Any) -> SafeString:
    """How many declarations of a sort are in effect, by its letter."""
    count = flags[name]
    if not count:
        return SafeString("")
    return format_html('<abbr title="{} {}">{}{}</abbr> ', count, told, letter, count if count > 1 else "")


@register.simple_tag
def spot(place: Any, radius: float) -> SafeString:
    """A State's mark on the map: its shape tells the status without its colour."""
    x, y, r = place.x, place.y, float(radius)
    title = f"{place.name}, {words.said(words.STATUSES, place.status)}"
    shapes = {
        "square": f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}z",
        "diamond": f"M{x:.1f} {y - 1.3 * r:.1f}l{1.3 * r:.1f} {1.3 * r:.1f} {-1.3 * r:.1f} {1.3 * r:.1f}"
        f" {-1.3 * r:.1f} {-1.3 * r:.1f}z",
        "cross": f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}m0 {-2 * r:.1f}l{-2 * r:.1f} {2 * r:.1f}",
    }
    shape = SHAPES.get(place.status, "circle")
    if shape == "circle":
        size = r * 0.6 if place.status == "no_action" else r
        return format_html(
            '<circle class="spot {}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>',
            place.status,
            x,
            y,
            round(size, 2),
            title,
        )
    return format_html(
        '<path class="spot {} {}" d="{}"><title>{}</title></path>', place.status, shape, shapes[shape], title
    )


@register.filter
def in_its_series(treaty: Treaty) -> str:
    """«CETS No. 225»; empty of a treaty that is in none."""
    numbered = (_("No."), treaty.number) if treaty.number else ()
    return " ".join((treaty.series, *numbered)).strip()


@register.filter
def plain(number: float) -> str:
    """A number for a drawing, whatever the language writes decimals with."""
    return f"{number:g}"


@register.simple_tag(takes_context=True)
def structured(context: Any) -> SafeString:
    """The treaty in schema.org's words."""
    return legislation(context["treaty"], context["case"], context["force"], context["addresses"].canonical)


@register.filter
def day(value: Any) -> SafeString:
    """A day in a table, or a dash."""
    if not value:
        return SafeString('<span class="none">–</span>')
    return format_html('<time datetime="{}">{}</time>', str(value), days.short(value))


@register.filter
def written(value: Any) -> str:
    """A day in running text."""
    return days.written(value) if value else ""


@register.filter
def marked(status: str) -> SafeString:
    """A status with its mark, which needs no colour to be told from the others."""
    return format_html('<span class="mark {}"></span>{}', status, words.said(words.STATUSES, status))


@register.filter
def said(word: str, vocabulary: str) -> Any:
    """A word of the vocabulary named: `kind|said:"KINDS"`."""
    return words.said(getattr(words, vocabulary), word)


@register.simple_tag(takes_context=True)
def group_title(context: Any, group: Any) -> str:
    """What a part of the chart is called."""
    title, asked = str(words.GROUPS[group.group]), context["asked"]
    if not group.organisation:
        return title
    return title % {"organisation": asked.directory.participants[group.organisation].name(asked.language)}


@register.simple_tag(takes_context=True)
def effect_of(context: Any, declaration: Any) -> SafeString | str:
    """When the declaration takes effect: as it is stated, or by the treaty's rule; empty where neither tells."""
    if declaration.takes_effect_on:
        return format_html("{} {}", _("takes effect on"), day(declaration.takes_effect_on))
    computed = context["effects"].get(declaration.pk)
    return format_html("{} {}", _("by the treaty’s rule, takes effect on"), day(computed)) if computed else ""


@register.filter
def summary_of(declaration: Any, language: str) -> str:
    """What a declaration says, in the language where the record has it."""
    return (declaration.summary_fr if language == "fr" else "") or str(declaration.summary_en)


@register.filter
def claimed(value: str) -> Any:
    """What a claim says: a yes, a no or a day in the reader's words, anything else as it stands."""
    try:
        return day(PartialDay.parse(value))
    except ValueError:
        return words.YES_NO.get(value, value)


@register.filter
def published(source: Cited) -> str:
    """Who published a source, and when."""
    parts = (source.publisher or "", days.written(source.published_on) if source.published_on else "")
    return ", ".join(filter(None, parts))
