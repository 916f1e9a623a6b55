"""What every admin of scoped rows shares: rows, choices and filters end where one's roles end."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, DropdownFilter

from wilayah.models import Wilayah
from wilayah.peran import peran_with
from wilayah.scope import ScopedQuerySet

_PILIHAN_FILTER = 300  # areas in a filter; more are found by search


def scoped_rows(
    model: type[Model], user: Any, peran: frozenset[str], *, write: bool = False
) -> QuerySet[Any]:
    """Rows of `model` that this user sees, or may write, through these roles; all if unscoped."""
    rows = model._default_manager.get_queryset()
    if not isinstance(rows, ScopedQuerySet):
        return rows
    return rows.writable_by(user, peran) if write else rows.visible_to(user, peran=peran)


class ScopedChoices(BaseModelAdmin):  # type: ignore[type-arg]
    """Foreign keys offer and accept only rows of where one's role may write this model."""

    def _peran(self, aksi: str) -> frozenset[str]:
        return peran_with(self.opts.label_lower, aksi)

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """What a foreign key or many-to-many field may be set to. Override to narrow one field."""
        peran = self._peran("change") | self._peran("add")
        return scoped_rows(db_field.remote_field.model, request.user, peran)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class Halaman(ModelAdmin):
    """An admin with pages of its own."""

    def page_context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """What every page of the admin needs in its context: the site's, the model's, a title."""
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}


class ScopedAdmin(ScopedChoices, Halaman):
    """The admin of a model with a ScopedQuerySet as its default manager.

    Lists, look-ups and exports hold what `visible_to` shows through the roles that may view the
    model; a row is changed or deleted only through a role that may do that there. A hidden row is
    a 404. Filter related rows by WilayahFilter or ScopedRelatedFilter: the plain ones list every
    name.
    """

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    warn_unsaved_form = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = scoped_rows(self.model, request.user, self._peran("view"))
        return rows.order_by(*(self.get_ordering(request) or self.opts.ordering or ()))

    def rows_for(self, request: HttpRequest, aksi: str) -> QuerySet[Any]:
        """Rows on which this user's roles allow `aksi` (view, change, delete)."""
        return scoped_rows(self.model, request.user, self._peran(aksi), write=aksi != "view")

    def _may(self, request: HttpRequest, obj: Model | None, aksi: str) -> bool:
        if obj is None or obj.pk is None or getattr(request.user, "is_superuser", False):
            return True
        return self.rows_for(request, aksi).filter(pk=obj.pk).exists()

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and self._may(request, obj, "view")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj, "delete")

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponseRedirect:
        raise Http404(f"{opts.verbose_name} tidak ditemukan")


class GlobalAdmin(Halaman):
    """Rows that hold in every area at once: roles may read them, only a superuser writes.

    Whatever a group is given by hand: one area's admin must not change another's rules.
    """

    def _writes(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "is_superuser", False))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._writes(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._writes(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_activate_permission(self, request: HttpRequest) -> bool:
        """For actions that put one of the rows in use."""
        return self._writes(request)


class ReadOnlyScopedAdmin(ScopedAdmin):
    """Rows that only services write: shown, never added, changed or deleted by a form."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ScopedTabularInline(ScopedChoices, TabularInline):
    """An inline whose foreign keys are limited as in ScopedAdmin."""

    extra = 0


class ReadOnlyInline(ScopedTabularInline):
    """History under a row: nothing to add, change or delete."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WilayahFilter(DropdownFilter):
    """Rows of a chosen area in service and everything below it."""

    title = "wilayah"
    parameter_name = "di"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        peran = peran_with(model_admin.opts.label_lower, "view")
        areas = Wilayah.objects.visible_to(request.user, peran=peran).in_service()
        rows = areas.order_by("kode").only("kode", "nama", "tingkat")[:_PILIHAN_FILTER]
        return [(area.kode, area.nama_lengkap) for area in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kode = self.value()
        return queryset.in_wilayah(kode) if kode else queryset  # type: ignore[attr-defined]


class ScopedRelatedFilter(AutocompleteSelectFilter):
    """A filter by a related row, typed in; its names come from the related admin's own scope."""
