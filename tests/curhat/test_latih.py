"""manage.py latih: labelled texts go in, a version comes out, and it is switched on and back."""

import json

import pytest
from django.core.management import CommandError, call_command

from curhat.model_aktif import forget_model, pengklasifikasi_aktif
from curhat.models import ContohLatih, VersiModel
from curhat.services.pakai import activate_versi

# Words that mean nothing, so that only these rows can say what they are about.
TEKS = "blekuthuk grobyokan nggedebus plencing di pojok kampung"
LABEL = "hewan_hama"
CONTOH = [(f"blekuthuk grobyokan nggedebus plencing {n}", LABEL) for n in ("pagi", "sore", "malam")]


@pytest.fixture(autouse=True)
def bawaan_kembali(acuan_curhat):
    yield
    forget_model()


@pytest.fixture
def latih(tmp_path, capsys):
    """Write rows to a file and run the command on it; what it printed."""

    def run(rows, *pilihan, kolom="isi", label="subkategori"):
        berkas = tmp_path / "contoh.csv"
        baris = "".join(f'"{isi}","{sub}"\n' for isi, sub in rows)
        berkas.write_text(f"{kolom},{label}\n{baris}", encoding="utf-8")
        call_command("latih", "--csv", berkas, "--kolom", "isi", "--label", "subkategori", *pilihan)
        return capsys.readouterr().out

    return run


@pytest.fixture
def baca(tmp_path, capsys):
    """The subcategory `manage.py triase` prints for TEKS."""

    def run(*pilihan):
        berkas = tmp_path / "teks.csv"
        berkas.write_text(f"isi\n{TEKS}\n", encoding="utf-8")
        call_command("triase", "--csv", str(berkas), *pilihan)
        return json.loads(capsys.readouterr().out)["subkategori"]

    return run


def test_labelled_rows_are_added_masked_and_a_version_is_trained_but_not_used(latih, baca):
    keluar = latih([*CONTOH, ("Hubungi saya di 081234567890 soal blekuthuk", LABEL)])
    assert "4 contoh baru, 0 sudah ada" in keluar
    assert "Belum dipakai" in keluar
    assert not ContohLatih.objects.filter(isi__contains="081234567890").exists()
    versi = VersiModel.objects.get()
    assert (versi.aktif, versi.jumlah_contoh + versi.metrik["diukur"]) == (False, 4)
    assert versi.contoh_hingga == ContohLatih.objects.latest("pk").pk
    assert baca("--aktif") == baca() != LABEL


def test_a_version_switched_on_changes_what_a_text_is_read_as_and_back(latih, baca):
    dulu = baca("--aktif")
    assert dulu != LABEL
    assert "Dipakai." in latih(CONTOH, "--aktifkan")
    baru = VersiModel.objects.get(aktif=True)
    assert baca("--aktif") == LABEL
    assert baca() == dulu  # without the flag: what ships
    sebelum = VersiModel.objects.create(versi="tanpa contoh", contoh_hingga=0)
    activate_versi(sebelum, by=None, alasan="kembali dulu")
    assert baca("--aktif") == dulu
    activate_versi(baru, by=None, alasan="pakai lagi")
    assert baca("--aktif") == LABEL
    assert VersiModel.objects.filter(aktif=True).get() == baru


def test_a_running_process_takes_the_version_and_the_one_before(
    latih, django_capture_on_commit_callbacks
):
    dulu = pengklasifikasi_aktif().versi
    with django_capture_on_commit_callbacks(execute=True):
        latih(CONTOH, "--aktifkan")
    assert pengklasifikasi_aktif().versi != dulu
    with django_capture_on_commit_callbacks(execute=True):
        kosong = VersiModel.objects.create(versi="tanpa contoh", contoh_hingga=0)
        activate_versi(kosong, by=None, alasan="kembali ke bawaan")
    assert pengklasifikasi_aktif().versi == dulu


def test_the_same_row_is_known_and_a_new_label_replaces_the_old(latih):
    latih(CONTOH)
    keluar = latih([(CONTOH[0][0].upper(), "sampah"), CONTOH[1], CONTOH[2]])
    assert "0 contoh baru, 3 sudah ada" in keluar
    assert ContohLatih.objects.count() == 3
    assert ContohLatih.objects.filter(subkategori_id="sampah").count() == 1


def test_bad_labels_and_empty_texts_are_told_by_line_and_nothing_is_kept(latih):
    with pytest.raises(CommandError) as galat:
        latih([CONTOH[0], (TEKS, "bukan_label"), CONTOH[1], ("  ", LABEL), (TEKS, "")])
    assert str(galat.value).startswith("3 baris keliru, tidak ada yang disimpan")
    assert "baris 3: label “bukan_label” bukan subkategori" in str(galat.value)
    assert "baris 5: teks kosong" in str(galat.value)
    assert "baris 6: label “”" in str(galat.value)
    assert not ContohLatih.objects.exists()
    assert not VersiModel.objects.exists()


def test_a_missing_column_or_file_is_one_clear_line(latih, tmp_path):
    with pytest.raises(CommandError, match=r"Kolom isi tidak ada. Kolom yang ada: teks"):
        latih(CONTOH, kolom="teks")
    with pytest.raises(CommandError, match=r"tidak-ada\.csv tidak dapat dibaca"):
        call_command("latih", "--csv", tmp_path / "tidak-ada.csv", "--kolom", "a", "--label", "b")
