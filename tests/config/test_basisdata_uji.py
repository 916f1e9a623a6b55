"""The test databases themselves: a test that commits leaves nothing behind."""

import os
import subprocess
import sys

import pytest
from django.db import connection, transaction


def databases():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return cursor.fetchone()[0]


def count(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_every_worker_has_its_own_database(basis_data_uji):
    assert databases() == basis_data_uji.nama


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_committed_table_is_gone_in_the_next_test(nyata, turn):
    assert count("sisa_uji") is None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sisa_uji (id int)")
    assert count("sisa_uji") == "sisa_uji"


def test_a_process_of_a_real_test_sees_the_same_database(nyata):
    perintah = "import django; django.setup(); from django.db import connection as c; "
    perintah += "k = c.cursor(); k.execute('SELECT current_database()'); print(k.fetchone()[0])"
    hasil = subprocess.run(  # noqa: S603
        [sys.executable, "-c", perintah],
        env=nyata | {"PYTHONPATH": os.getcwd()},  # noqa: PTH109
        capture_output=True,
        text=True,
        check=True,
    )
    assert hasil.stdout.strip() == databases()
