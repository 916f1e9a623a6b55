"""What all residents' forms share: kind text fields, several files at once, linked errors."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

if TYPE_CHECKING:
    Unggahan = UploadedFile[bytes]
else:
    Unggahan = UploadedFile

MAKS_FOTO = 5
MAKS_BITA = 10 * 1024 * 1024
# Named one by one, so that an iPhone turns its HEIC into JPEG.
FOTO = "image/jpeg,image/png,image/webp"
# Control characters without a meaning in a story; tab and line ends stay.
_KENDALI = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value: Any) -> str:
    """Text without null and control characters, line ends as \\n; what was meant stays."""
    text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
    return _KENDALI.sub("", text)


class Teks(forms.CharField):
    """A text field that drops null and control characters instead of scolding for them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_text(value)))


class BanyakBerkas(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Berkas(forms.FileField):
    """Several files of one field: at most `maks_jumlah`, 10 MB each. Cleans to a list."""

    def __init__(self, *, maks_jumlah: int, sebutan: str, **kwargs: Any) -> None:
        self.maks_jumlah, self.sebutan = maks_jumlah, sebutan
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [f for f in (data if isinstance(data, list | tuple) else [data]) if f]
        if len(files) > self.maks_jumlah:
            raise forms.ValidationError(
                f"Anda memilih {len(files)} {self.sebutan}. Pilih paling banyak {self.maks_jumlah}."
            )
        for file in files:
            check_ukuran(file, self.sebutan)
        return [f for f in files if f.size]


def check_ukuran(file: "Unggahan", sebutan: str) -> None:
    """Raise ValidationError for a file above 10 MB, naming it."""
    if (file.size or 0) > MAKS_BITA:
        nama = clean_text(file.name)[:60]
        raise forms.ValidationError(
            f"{sebutan.capitalize()} “{nama}” lebih dari 10 MB. Kecilkan dulu atau pilih yang lain."
        )


class FormWarga(forms.Form):
    """Rendered by templates/bagian/isian.html: label, help and error tied to the field."""

    template_isian = "bagian/isian.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.template_name = self.template_isian  # type: ignore[attr-defined]

    def galat_ringkas(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every error, for the summary that links to them."""
        pairs = []
        for name, messages in self.errors.items():
            target = self[name].id_for_label if name in self.fields else ""
            pairs += [
                (target or self[name].auto_id if name in self.fields else "", str(m))
                for m in messages
            ]
        return pairs
