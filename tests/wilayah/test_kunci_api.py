"""Tokens of machines: only the keyed hash is kept, a revoked one is refused."""

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIRequestFactory

from tests.factories import PenggunaFactory
from wilayah.kripto import decrypt, encrypt, keyed_hash, new_code, new_pin, same_hash
from wilayah.kunci_api import KunciApiAuthentication, create_kunci
from wilayah.models import KunciApi, Pengguna

pytestmark = pytest.mark.django_db


def sign_in(kepala):
    request = APIRequestFactory().get("/", headers={"Authorization": kepala})
    return KunciApiAuthentication().authenticate(request)


@pytest.mark.parametrize("jenis", ["Bearer", "Token", "bearer"])
def test_a_token_signs_in_as_its_user_and_its_use_is_recorded(jenis):
    user = PenggunaFactory(peran="moderator")
    kunci, token = create_kunci(pengguna=user, nama="papan")
    assert sign_in(f"{jenis} {token}") == (user, kunci)
    assert KunciApi.objects.get().dipakai_at is not None
    assert token not in str(KunciApi.objects.values().get())


def test_unknown_revoked_and_switched_off_tokens_are_refused():
    user = PenggunaFactory()
    kunci, token = create_kunci(pengguna=user, nama="papan")
    with pytest.raises(AuthenticationFailed):
        sign_in("Bearer hl_salah")
    Pengguna.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {token}")
    Pengguna.objects.filter(pk=user.pk).update(is_active=True)
    KunciApi.objects.filter(pk=kunci.pk).update(dicabut_at=timezone.now())
    with pytest.raises(AuthenticationFailed):
        sign_in(f"Bearer {token}")


@pytest.mark.parametrize("kepala", ["", "Basic abc", "Bearer", "Bearer a b"])
def test_other_ways_of_signing_in_are_left_to_others(kepala):
    assert sign_in(kepala) is None


def test_a_staff_number_is_unreadable_in_the_database():
    user = PenggunaFactory(nomor_wa="+6281234567890")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nomor_wa FROM wilayah_pengguna WHERE id = %s", [user.pk])
        tersimpan = cursor.fetchone()[0]
    assert "81234" not in tersimpan
    assert Pengguna.objects.get(pk=user.pk).nomor_wa == "+6281234567890"


def test_hashes_keep_their_uses_apart_and_codes_are_easy_to_read():
    assert keyed_hash("pin", "1") != keyed_hash("kontak", "1")
    assert same_hash(keyed_hash("pin", "1"), keyed_hash("pin", "1"))
    assert not set(new_code(200)) & set("01ILOUV")
    assert len(new_pin()) == 6
    assert decrypt(encrypt("rahasia")) == "rahasia"
    with pytest.raises(ValueError, match="DATA_KEYS"):
        decrypt("bukan-sandi")
