"""Secrets are made once in the embedded mode and asked for by name otherwise."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from config import rahasia


@pytest.fixture(autouse=True)
def no_secrets_around(monkeypatch):
    for nama in rahasia.NAMA:
        monkeypatch.delenv(nama, raising=False)


def test_they_are_made_once_and_closed_to_others(tmp_path):
    first = rahasia.load(tmp_path, embedded=True)
    assert rahasia.load(tmp_path, embedded=True) == first
    assert stat.S_IMODE((tmp_path / "rahasia.json").stat().st_mode) == 0o600
    assert Fernet(first["DATA_KEYS"]).encrypt(b"alamat")


def test_processes_that_start_together_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: rahasia.load(tmp_path, embedded=True), range(16)))
    assert all(one == found[0] for one in found)
    assert [path.name for path in tmp_path.iterdir()] == ["rahasia.json"]


@pytest.mark.parametrize("nama", rahasia.NAMA)
def test_a_missing_one_is_named(tmp_path, monkeypatch, nama):
    for other, nilai in rahasia.generate().items():
        monkeypatch.setenv(other, nilai)
    monkeypatch.delenv(nama)
    with pytest.raises(ImproperlyConfigured, match=rf"belum diisi: {nama}\."):
        rahasia.load(tmp_path, embedded=False)
    assert list(tmp_path.iterdir()) == []


def test_the_environment_wins(tmp_path, monkeypatch):
    monkeypatch.setenv("HASH_KEY", "dari-lingkungan")
    assert rahasia.load(tmp_path, embedded=True)["HASH_KEY"] == "dari-lingkungan"


def test_a_data_key_that_is_no_fernet_key_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_KEYS", f"{Fernet.generate_key().decode()},pendek")
    with pytest.raises(ImproperlyConfigured, match="DATA_KEYS"):
        rahasia.load(tmp_path, embedded=True)


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"SECRET_KEY": "a"})])
def test_a_broken_file_is_named_and_never_replaced(tmp_path, text):
    (tmp_path / "rahasia.json").write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"rahasia\.json rusak"):
        rahasia.load(tmp_path, embedded=True)
    assert (tmp_path / "rahasia.json").read_text() == text
