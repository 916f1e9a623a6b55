"""Permissions of the roles come from one place and are applied by migrate."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection

from tests.factories import PenggunaFactory
from wilayah.peran import IZIN, Peran, apply_izin

pytestmark = pytest.mark.django_db
_AKSI = {"l": "view", "t": "add", "u": "change", "h": "delete"}


def wanted(peran):
    return {
        f"{label.split('.')[0]}.{_AKSI[huruf]}_{label.split('.')[1]}"
        for label, aksi in IZIN[peran].items()
        for huruf in aksi
    }


def held(group):
    return {
        f"{p.content_type.app_label}.{p.codename}"
        for p in group.permissions.select_related("content_type")
    }


@pytest.mark.parametrize("peran", list(Peran))
def test_after_migrate_every_role_has_its_permissions_and_no_other(peran):
    assert held(Group.objects.get(name=peran.value)) == wanted(peran)


def test_every_model_named_in_a_role_exists():
    for izin in IZIN.values():
        for label in izin:
            assert apps.get_model(label)


def test_applying_again_takes_back_what_was_added_by_hand():
    group = Group.objects.get(name="operator_kios")
    group.permissions.add(Permission.objects.get(codename="delete_wilayah"))
    apply_izin()
    assert held(group) == wanted(Peran.OPERATOR_KIOS)


def test_membership_of_a_group_gives_nothing_only_the_assignment_does():
    user = PenggunaFactory()
    user.groups.add(Group.objects.get(name="admin_wilayah"))
    assert not user.has_perm("wilayah.view_wilayah")
    assert PenggunaFactory(peran="lurah").has_perm("wilayah.view_wilayah")


def test_only_the_area_admin_touches_people_and_keys():
    for peran in Peran:
        user = PenggunaFactory(peran=peran)
        boleh = peran == Peran.ADMIN_WILAYAH
        assert user.has_perm("wilayah.change_pengguna") is boleh
        assert user.has_perm("wilayah.add_penugasan") is boleh
        assert user.has_perm("wilayah.add_kunciapi") is boleh


def test_every_append_only_table_has_both_triggers_switched_on():
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if {t.name for t in getattr(model._meta, "triggers", [])} >= {"append_only"}
    }
    assert {"wilayah_riwayatrujukan", "curhat_riwayattiket"} <= tables
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname ~ '^pgtrigger_(append_only|no_truncate)' AND tgenabled <> 'D' "
            "GROUP BY relname"
        )
        assert {nama for nama, jumlah in cursor.fetchall() if jumlah == 2} >= tables
