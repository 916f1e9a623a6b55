"""What keeps the portal from starting is said in one Indonesian line, with exit code 1."""

import ast
import contextlib
import os
import shutil
import socket
import subprocess
import sys

import pytest

from config import basisdata, jalan, rahasia
from config.berkas import GagalMulai, prepare_folder
from config.syarat import check_port, hold_alone, port_from
from tests.config.proses import BASE_DIR


def run(*command, **env):
    """Run a command in the project with a small environment; gives (code, stdout, stderr)."""
    hasil = subprocess.run(  # noqa: S603
        [sys.executable, *command],
        cwd=BASE_DIR,
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return hasil.returncode, hasil.stdout, hasil.stderr


def is_one_line(text):
    return text.count("\n") == 1 and text.endswith("\n")


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as lain:
        port = lain.getsockname()[1]
        code, out, err = run("-m", "config.jalan", DATA_DIR=str(tmp_path / "d"), PORT=str(port))
    assert (code, out) == (1, "")
    assert is_one_line(err)
    assert err.startswith(f"Port {port} di 127.0.0.1 sedang dipakai program lain")


def test_a_free_port_is_fine():
    with socket.create_server(("127.0.0.1", 0)) as lain:
        port = lain.getsockname()[1]
    check_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["0", "65536", "delapan", "-1", ""])
def test_a_port_that_is_none(text):
    with pytest.raises(GagalMulai, match="PORT harus angka"):
        port_from(text)


def test_a_host_that_is_not_this_machine():
    with pytest.raises(GagalMulai, match="bukan alamat komputer ini"):
        check_port("tidak.ada.invalid", 8000)


@pytest.mark.parametrize("command", [("-m", "config.jalan"), ("manage.py", "migrate")])
def test_a_folder_that_cannot_be_written(tmp_path, command):
    (tmp_path / "berkas").touch()
    folder = tmp_path / "berkas" / "data"
    code, out, err = run(*command, DATA_DIR=str(folder), PORT="18999")
    assert (code, out) == (1, "")
    assert is_one_line(err)
    assert (
        err == f"Folder data {folder} tidak dapat ditulis: di jalurnya ada berkas, bukan folder.\n"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root menulis di mana saja")
def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(GagalMulai, match="tidak ada izin"):
        prepare_folder(tmp_path)


@pytest.mark.skipif(not os.access("/proc/self", os.R_OK), reason="tanpa /proc")
def test_a_file_system_that_takes_no_folders(tmp_path):
    code, _out, err = run("manage.py", "migrate", DATA_DIR="/proc/hai-lurah")
    assert code == 1
    assert is_one_line(err)
    assert err.startswith("Folder data /proc/hai-lurah tidak dapat ditulis")


def test_a_second_portal_on_the_same_data(tmp_path):
    alone = hold_alone(tmp_path)
    try:
        with pytest.raises(GagalMulai, match="Portal sudah berjalan"):
            hold_alone(tmp_path)
    finally:
        os.close(alone)
    os.close(hold_alone(tmp_path))


def test_a_secret_missing_without_the_embedded_database(tmp_path):
    given = rahasia.generate() | {"DATABASE_URL": "postgres://a@localhost/b", "HASH_KEY": ""}
    code, _out, err = run("manage.py", "check", DATA_DIR=str(tmp_path), **given)
    assert code == 1
    assert is_one_line(err)
    assert "HASH_KEY" in err


def test_the_address_of_the_portal_is_needed_outside_the_embedded_mode(tmp_path):
    given = rahasia.generate() | {"DATABASE_URL": "postgres://a@localhost/b"}
    code, _out, err = run("manage.py", "check", DATA_DIR=str(tmp_path), **given)
    assert code == 1
    assert is_one_line(err)
    assert "SITE_URL" in err
    given["SITE_URL"] = "https://hai-lurah.example"
    code, _out, err = run("manage.py", "version", DATA_DIR=str(tmp_path), **given)
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("env", "demo"),
    [
        ({}, "1"),
        ({"HOST": "127.0.0.2"}, "1"),
        ({"HOST": "::1"}, "1"),
        ({"HOST": "localhost"}, "1"),
        ({"HOST": "0.0.0.0"}, "0"),  # noqa: S104
        ({"HOST": "::"}, "0"),
        ({"HOST": "portal.example"}, "0"),
        ({"DATABASE_URL": "postgres://a@localhost/b"}, "0"),
        ({"HOST": "0.0.0.0", "HAI_LURAH_DEMO": "1"}, "1"),  # noqa: S104
        ({"HAI_LURAH_DEMO": "0"}, "0"),
    ],
)
def test_invented_people_appear_by_themselves_only_on_ones_own_machine(
    monkeypatch, tmp_path, env, demo
):
    for nama in ("HOST", "DATABASE_URL", "HAI_LURAH_DEMO"):
        monkeypatch.delenv(nama, raising=False)
    for nama, nilai in env.items():
        monkeypatch.setenv(nama, nilai)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    dipakai = []

    def berhenti(env):
        dipakai.append(env["HAI_LURAH_DEMO"])
        raise GagalMulai("cukup")

    monkeypatch.setattr(jalan.syarat, "check_port", lambda _host, _port: None)
    monkeypatch.setattr(jalan, "ensure_running", contextlib.nullcontext)
    monkeypatch.setattr(jalan, "_prepare", berhenti)
    with pytest.raises(GagalMulai, match="cukup"):
        jalan._run()
    assert dipakai == [demo]


@pytest.mark.parametrize("script", ["manage.py", "config/periksa_python.py"])
@pytest.mark.parametrize("python", ["python2.7", "python3.6", "python3.8", "python3.10"])
def test_an_old_python(python, script):
    program = shutil.which(python)
    works = program and not subprocess.run([program, "-c", ""], check=False).returncode  # noqa: S603
    if not works:
        pytest.skip(f"{python} tidak terpasang")
    hasil = subprocess.run(  # noqa: S603
        [program, script], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    assert hasil.returncode == 1
    assert is_one_line(hasil.stderr)
    assert "membutuhkan Python 3.11" in hasil.stderr


@pytest.mark.parametrize("script", ["manage.py", "config/periksa_python.py"])
def test_the_files_that_an_old_python_reads_use_no_new_syntax(script):
    # 3.7 is the oldest grammar that this module can still check against.
    assert ast.parse((BASE_DIR / script).read_text(), feature_version=(3, 7)).body


def test_a_command_without_a_database_starts_none(tmp_path):
    code, out, _err = run("manage.py", "version", DATA_DIR=str(tmp_path))
    assert code == 0
    assert out.strip()
    assert not (tmp_path / "pg" / "data").exists()


def test_a_command_with_one_stops_it_again(tmp_path):
    code, out, _err = run(
        *("manage.py", "shell", "--no-imports", "-c"),
        "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 41 + 1'); "
        "print(k.fetchone()[0])",
        DATA_DIR=str(tmp_path / "data"),
    )
    assert (code, out) == (0, "42\n")
    assert not (tmp_path / "data" / "pg" / "data" / "postmaster.pid").exists()
    assert basisdata.django_database(tmp_path / "data")["NAME"] == "hai_lurah"
