"""Trained models: in the data folder, trained once, replaced when damaged."""

import subprocess
import sys
from pathlib import Path

import pytest

from curhat import model_aktif
from curhat.triase import darurat, klasifikasi
from curhat.triase.simpanan import cache_folder, load_or_train

BASE_DIR = Path(__file__).resolve().parents[2]
LATIH = """
import sys, time
from pathlib import Path
from curhat.triase.simpanan import load_or_train

def train():
    with Path(sys.argv[2]).open("a") as catatan:
        catatan.write("dilatih\\n")
    time.sleep(0.5)
    return {"isi": 1}

print(load_or_train(Path(sys.argv[1]), dict, train))
"""


def test_the_folder_is_the_one_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert cache_folder() == tmp_path / "model"
    monkeypatch.delenv("DATA_DIR")
    assert cache_folder() == BASE_DIR / ".data" / "model"


def test_the_portal_keeps_classifier_and_judge_in_its_data_folder(db, settings):
    assert model_aktif.FOLDER == Path(settings.DATA_DIR) / "model" == cache_folder()


def test_both_models_are_written_there(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(klasifikasi, "_termuat", {})
    monkeypatch.setattr(darurat, "_termuat", {})
    dilatih = []

    def catat(jalur, jenis, _train):
        dilatih.append((jalur.parent, jenis.__name__))
        return jenis.__new__(jenis)

    monkeypatch.setattr(klasifikasi, "load_or_train", catat)
    monkeypatch.setattr(darurat, "load_or_train", catat)
    klasifikasi.load_pengklasifikasi()
    darurat.load_penilai(lambda _teks: [], sidik_aturan="uji")
    folder = tmp_path / "model"
    assert dilatih == [(folder, "PengklasifikasiLokal"), (folder, "PenilaiDarurat")]


def test_four_processes_that_start_at_once_train_one_model(tmp_path):
    argumen = [sys.executable, "-c", LATIH, tmp_path / "m" / "model.joblib", tmp_path / "catatan"]
    anak = [
        subprocess.Popen(argumen, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(4)
    ]
    assert [satu.communicate(timeout=60)[0] for satu in anak] == ["{'isi': 1}\n"] * 4
    assert (tmp_path / "catatan").read_text() == "dilatih\n"


@pytest.mark.parametrize("isi", [b"", b"rusak", b"\x80\x04K\x01."])
def test_a_damaged_file_is_trained_anew(tmp_path, isi):
    jalur = tmp_path / "model.joblib"
    jalur.write_bytes(isi)
    assert load_or_train(jalur, dict, lambda: {"isi": 2}) == {"isi": 2}
    assert load_or_train(jalur, dict, lambda: {"isi": 3}) == {"isi": 2}


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    (tmp_path / "berkas").touch()
    jalur = tmp_path / "berkas" / "model.joblib"
    assert load_or_train(jalur, dict, lambda: {"isi": 4}) == {"isi": 4}
