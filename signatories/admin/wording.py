"""The record's fields as an officer meets them in a form or a list.

A help text is written once, for the schema, the docs and the admin. In the admin a key is a choice from a list, words
of the vocabulary are set apart, and a list is typed with semicolons: that much is said here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signatories.admin.last_source import begin_with_it
from signatories.models.fields import NumberOrAllField, PartialDateField, WordListField
from signatories.models.naming import COLUMNS

# «Key of the treaty» is, of the treaty chosen, «the treaty»: said so in each language that help texts are written in.
_KEY_OF = re.compile(r"^(?:Keys?|Clés?) (of the |du |de la |de l’|des )")
_THE = {"of the ": "The ", "du ": "Le ", "de la ": "La ", "de l’": "L’", "des ": "Les "}
_CODE = re.compile(r"`([^`]+)`")


def officers_help(text: str) -> SafeString:
    """The help text as HTML, about the thing chosen instead of its key; nothing where that only repeats the label.

    >>> officers_help("Key of the treaty that this one amends, such as `cets-225`.")
    'The treaty that this one amends, such as <code>cets-225</code>.'
    >>> officers_help("Key of the treaty.")
    ''
    >>> officers_help("Clé de l’organisation dont les membres comptent.")
    'L’organisation dont les membres comptent.'
    """
    about = _KEY_OF.sub(lambda found: _THE[found[1]], text)
    return with_code(about) if len(about.split()) > 2 else mark_safe("")


def with_code(text: str) -> SafeString:
    """The text as HTML, words of the vocabulary set apart."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", escape(text)))


def help_texts(model: type[models.Model]) -> dict[str, SafeString]:
    """What a form says of each of the model's columns."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    several = gettext("Separate several with semicolons.")
    return {
        field.name: officers_help(
            f"{field.help_text} {several}" if isinstance(field, WordListField) else str(field.help_text)
        )
        for field in fields
    }


def name_and_what(name: str, what: str) -> str:
    """The name of something, and after it what is said of it."""
    return gettext("%(name)s: %(what)s") % {"name": name, "what": what}


def members_of(row: Any) -> str:
    """The members of the organisation that the row names."""
    return gettext("Members of %(organisation)s") % {"organisation": row.members_of}


def in_words(field: str) -> Callable[[Any], Any]:
    """An admin column that shows a list of words as they are typed: `3(1)(b); 32(1)`."""

    @admin.display(description=COLUMNS[field])
    def words(row: Any) -> str | None:
        return "; ".join(getattr(row, field)) or "-"

    words.__name__ = f"{field}_in_words"
    return words


class NumberOrAllBox(forms.CharField):
    """A text box for a number or «all»: `5` typed is the 5 that is held."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed("" if initial is None else str(initial), data)


class OfficersFields(BaseModelAdmin):
    """Fields, of a ModelAdmin or an inline, made for the record's kinds of column."""

    formfield_overrides = {
        PartialDateField: {"widget": forms.TextInput(attrs={"placeholder": _("YYYY-MM-DD"), "size": 12})},
        NumberOrAllField: {"form_class": NumberOrAllBox},
        WordListField: {"widget": AdminTextInputWidget},
        models.URLField: {"assume_scheme": "https"},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
    }

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        """With a box's `+` and eye; a participant or a source is changed on its own page, not in passing."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, PartialDateField):
            field.widget.attrs.pop("maxlength", None)  # What is typed as no day is shown whole, with what to type.
        if field and db_field.name == "source":
            begin_with_it(field, db_field.model, request)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field
