"""The forms with which a spreadsheet is uploaded and confirmed, and where it is in between: in the page itself.

See docs/adr/0020: nothing of an upload is kept on a server, so any process may answer the confirmation and nothing is
left behind.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats.base_formats import Format
from import_export.forms import ImportForm
from import_export.tmp_storages import BaseStorage

from signatories.exchange.sheets import Sheet, read_sheet

LARGEST = 1024 * 1024
"""So many bytes a page carries well: Django refuses a form of 2.5 MB, and signed text is a third longer."""
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")
SECONDS_TO_CONFIRM = 60 * 60
SALT = "signatories.admin.uploads"


class AsItIs:
    """How bytes are signed: as they are."""

    def dumps(self, data: bytes) -> bytes:
        return data

    def loads(self, data: bytes) -> bytes:
        return data


class InThePage(BaseStorage):
    """Where an upload waits to be confirmed: its name, which the page sends back, is the upload itself, signed."""

    def save(self, data: bytes) -> None:
        """Makes the name."""
        self.name = signing.dumps(data, salt=SALT, serializer=AsItIs, compress=True)

    def read(self) -> bytes:
        """The upload; BadSignature where the name is not one we made, or was made too long ago."""
        data: bytes = signing.loads(self.name, salt=SALT, serializer=AsItIs, max_age=SECONDS_TO_CONFIRM)
        return data

    def remove(self) -> None:
        """Nothing: the page is gone by itself."""


class SheetFormat(Format):
    """CSV or XLSX, told apart by the file."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "CSV, XLSX"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Sheet:
        """The sheet; BadSheet."""
        return read_sheet(in_stream)


class UploadForm(ImportForm):
    """Asks for a file; what it is, it tells itself."""

    import_file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "required": gettext_lazy("Choose a file: a workbook (.xlsx), or CSV in UTF-8 (.csv)."),
            "empty": gettext_lazy("This file is empty: choose one with headings and rows."),
        },
    )
    format = forms.CharField(required=False, widget=forms.HiddenInput)
    resource = None

    def _init_formats(self, formats: Any) -> None:
        """There is one."""

    def _init_resources(self, resources: Any) -> None:
        """There is one."""

    def clean_format(self) -> str:
        return "0"

    def clean_import_file(self) -> UploadedFile:
        """The file, unless its size or its name is against it."""
        file: UploadedFile = self.cleaned_data["import_file"]
        if PurePath(file.name or "").suffix.lower() not in SUFFIXES:
            sentence = _("%(name)s is no spreadsheet to upload here: give a workbook (.xlsx), or CSV in UTF-8 (.csv).")
            raise ValidationError(sentence % {"name": file.name})
        size = file.size or 0
        if size > LARGEST:
            sentence = _("%(name)s has %(size)s, more than the %(most)s that are read here: upload it in parts.")
            said = {"name": file.name, "size": filesizeformat(size), "most": filesizeformat(LARGEST)}
            raise ValidationError(sentence % said)
        return file

    @property
    def media(self) -> forms.Media:
        """Without the script that guesses a format."""
        return forms.Media()


class ConfirmForm(forms.Form):
    """Carries the upload, what was seen of it, and why it corrects what it corrects."""

    reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Such as what was misread, or what the source now says. It is published with the change."
        ),
    )
    import_file_name = forms.CharField(widget=forms.HiddenInput)
    original_file_name = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    format = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_format(self) -> str:
        return "0"
