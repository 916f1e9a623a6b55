"""Import and export of rows: only what the user may touch, safe to open in a spreadsheet.

`AmanResource` is the base of every import-export resource, `EksporAdmin` and `ImporEksporAdmin`
the admin side. Errors come back by row and column, in Indonesian; a bad row keeps all unsaved.
"""

import re
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest, QueryDict
from import_export.admin import ExportActionMixin, ExportMixin, ImportMixin
from import_export.formats import base_formats
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from wilayah.admin_dasar import scoped_rows
from wilayah.asal import origin_hash
from wilayah.models import CatatanEkspor
from wilayah.peran import peran_with

_RUMUS = ("=", "+", "-", "@", "\t", "\r")
_ANGKA = re.compile(r"-\d+([.,]\d+)?")


def escape_formula(value: Any) -> Any:
    """A cell that no spreadsheet runs: a text that begins like a formula gets an apostrophe."""
    if not isinstance(value, str) or not value.startswith(_RUMUS) or _ANGKA.fullmatch(value):
        return value
    return f"'{value}"


def unescape_formula(value: Any) -> Any:
    """The text as it was before `escape_formula`; other values as they are."""
    if isinstance(value, str) and value.startswith("'") and value[1:].startswith(_RUMUS):
        return value[1:]
    return value


class KunciTamuWidget(ForeignKeyWidget):
    """A foreign key in a file; one that names no row is an error of its cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as error:
            raise ValueError(f"{self.model._meta.verbose_name} “{value}” tidak ada.") from error


class AmanResource(ModelResource):
    """Base of all resources. `user` None means a command of the operator: every row."""

    class Meta:
        abstract = True
        clean_model_instances = True
        rollback_on_validation_errors = True
        skip_unchanged = True
        report_skipped = True

    def __init__(self, *, user: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user

    def rows_for(self, model: type[Model], *aksi: str, write: bool = False) -> QuerySet[Any]:
        """Rows of `model` within the roles of the user that may do `aksi` to this resource."""
        if self.user is None:
            return model._default_manager.all()
        label = self._meta.model._meta.label_lower
        peran = frozenset().union(*(peran_with(label, satu) for satu in aksi))
        return scoped_rows(model, self.user, peran, write=write)

    @classmethod
    def get_fk_widget(cls, field: Any) -> Any:
        return partial(KunciTamuWidget, model=field.remote_field.model)

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows_for(self._meta.model, "view")

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        return escape_formula(super().export_field(field, instance, **kwargs))

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        known = {field.column_name for field in self.get_import_fields()}
        unknown = [kolom for kolom in dataset.headers or [] if kolom and kolom not in known]
        if unknown:
            raise ValidationError(f"Kolom tidak dikenal: {', '.join(unknown)}.")
        super().before_import(dataset, **kwargs)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        for kolom, isi in row.items():
            row[kolom] = unescape_formula(isi)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk is not None and not instance._state.adding:
            self._refuse_unless(self._meta.model, instance.pk, "change")
        for field in self._meta.model._meta.fields:
            if isinstance(field, ForeignKey) and getattr(instance, field.attname) is not None:
                related: Any = field.remote_field.model
                self._refuse_unless(
                    related, getattr(instance, field.attname), "add", "change", kolom=field.name
                )

    def do_instance_save(self, instance: Any, is_create: bool) -> None:  # noqa: FBT001
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
                self._refuse_unless(self._meta.model, instance.pk, "add", "change")
        except IntegrityError as error:
            raise ValidationError("Baris ini sudah ada atau bukan wilayah Anda.") from error

    def _refuse_unless(
        self, model: type[Model], pk: Any, *aksi: str, kolom: str | None = None
    ) -> None:
        """An error unless the row is the user's to write, or (for a column) to point at."""
        if self.rows_for(model, *aksi, write=kolom is None).filter(pk=pk).exists():
            return
        pesan = f"{model._meta.verbose_name} {pk} tidak ada atau di luar wilayah tugas Anda."
        raise ValidationError({kolom: [pesan]} if kolom else pesan)


def read_saringan(query: QueryDict) -> str:
    """The filters of a list as its address has them, without what was searched for.

    A search may be a person's name, and the record of an export can never be erased.
    """
    bersih = query.copy()
    bersih.pop("q", None)
    return bersih.urlencode()[:400]


FORMAT_BERKAS = [base_formats.CSV, base_formats.XLSX, base_formats.JSON]


class EksporAdmin(ExportActionMixin, ExportMixin):
    """Mix into a ScopedAdmin (before it): export what the list shows, as CSV, XLSX or JSON."""

    export_form_class = ExportForm
    formats = FORMAT_BERKAS

    def has_export_permission(self, request: HttpRequest) -> bool:
        admin: Any = self
        return bool(admin.has_view_permission(request))

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_export_resource_kwargs(request, **kwargs), "user": request.user}

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any
    ) -> Any:
        """The file, and in the same transaction the record that it was taken."""
        admin: Any = self
        user: Any = request.user
        with transaction.atomic():
            data = super().get_export_data(file_format, request, queryset, **kwargs)
            CatatanEkspor.objects.create(
                by=user,
                apa=str(admin.opts.verbose_name),
                bentuk=file_format.get_extension(),
                jumlah=queryset.count(),
                saringan=read_saringan(request.GET),
                asal_hash=origin_hash(request),
            )
        return data


class ImporEksporAdmin(ImportMixin, EksporAdmin):
    """As EksporAdmin, and import with a preview; import needs the add and change permissions."""

    import_form_class = ImportForm
    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    import_formats = FORMAT_BERKAS

    def has_import_permission(self, request: HttpRequest) -> bool:
        admin: Any = self
        return bool(admin.has_add_permission(request) and admin.has_change_permission(request))

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_import_resource_kwargs(request, **kwargs), "user": request.user}
