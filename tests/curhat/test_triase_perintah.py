"""`manage.py triase` on files and standard input, with no database running."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curhat.triase.simpanan import cache_folder

BASE_DIR = Path(__file__).resolve().parents[2]
KUNCI = {
    "kategori", "subkategori", "keyakinan", "urgency_score", "severity", "rt", "rw", "wilayah",
    "bahasa", "teks_tersamar", "alasan",
}  # fmt: skip


@pytest.fixture
def run(tmp_path):
    """Run the command with a data folder where no database was ever started."""
    lingkungan = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HAI_LURAH_UJI"}}
    lingkungan["DATA_DIR"] = str(tmp_path / "data")
    (tmp_path / "data").mkdir()
    cache_folder().mkdir(parents=True, exist_ok=True)
    (tmp_path / "data" / "model").symlink_to(cache_folder())  # trained once, not in every test

    def jalan(*argumen, masukan=""):
        return run_perintah(lingkungan, argumen, masukan)

    yield jalan
    assert not list((tmp_path / "data").rglob("postmaster.pid"))


def run_perintah(lingkungan, argumen, masukan):
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "triase", *argumen],
        cwd=BASE_DIR, env=lingkungan, input=masukan, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip


def test_each_line_in_is_one_json_line_out_without_a_database(run):
    hasil = run("-", masukan="jalan berlubang RT 3/2\n\n👍\nlampu jalan mati\n")
    assert hasil.returncode == 0, hasil.stderr
    baris = [json.loads(satu) for satu in hasil.stdout.splitlines()]
    assert len(baris) == 4
    assert all(set(satu) == KUNCI for satu in baris)
    assert (baris[0]["subkategori"], baris[0]["rt"], baris[0]["rw"]) == (
        "jalan_jembatan",
        "03",
        "02",
    )
    assert baris[1]["subkategori"] is None
    assert baris[2]["kategori"] is None
    assert {"temuan", "frasa", "aturan"} == set(baris[3]["alasan"][0])


def test_a_csv_column_is_read_and_the_channels_area_used(run, tmp_path):
    berkas = tmp_path / "curhat.csv"
    berkas.write_text('\ufeffid,teks\n1,"got mampet\ndi gang"\n2,\n', encoding="utf-8")
    hasil = run("--csv", str(berkas), "--kolom", "teks", "--wilayah", "35.77.03.1009")
    baris = [json.loads(satu) for satu in hasil.stdout.splitlines()]
    assert len(baris) == 2
    assert baris[0]["wilayah"] == "35.77.03.1009"


@pytest.mark.parametrize("argumen", [(), ("-", "--csv", "x.csv")])
def test_exactly_one_source_must_be_named(run, argumen):
    hasil = run(*argumen)
    assert hasil.returncode != 0
    assert "--csv" in hasil.stderr


def test_a_wrong_column_is_told_with_the_columns_there_are(run, tmp_path):
    berkas = tmp_path / "curhat.csv"
    berkas.write_text("id,teks\n1,halo\n", encoding="utf-8")
    hasil = run("--csv", str(berkas), "--kolom", "isi")
    assert hasil.returncode != 0
    assert "id, teks" in hasil.stderr
    assert "Traceback" not in hasil.stderr


def test_a_missing_file_is_one_clear_line(run):
    hasil = run("--csv", "tidak-ada.csv")
    assert hasil.returncode != 0
    assert "tidak-ada.csv" in hasil.stderr
    assert "Traceback" not in hasil.stderr
