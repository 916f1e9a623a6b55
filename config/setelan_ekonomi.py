"""What Satu Rumah Satu Penghasilan adds to the settings: its clock, its words in chat, its limits.

`config.settings` puts these where the other apps' stand.
"""

import environ
from celery.schedules import crontab

env = environ.Env()

JADWAL = {
    "ingat-pelatihan": {"task": "ekonomi.tasks.remind_pelatihan", "schedule": crontab("0", "16")},
    "hari-pasar": {"task": "ekonomi.tasks.extend_pasar", "schedule": crontab("10", "2")},
    "toko": {"task": "ekonomi.tasks.toko", "schedule": 300.0, "options": {"expires": 280}},
    "omzet": {"task": "ekonomi.tasks.omzet", "schedule": 3600.0, "options": {"expires": 3000}},
    "kpi": {"task": "ekonomi.tasks.kpi", "schedule": crontab("30", "23")},
    "kejanggalan": {"task": "ekonomi.tasks.kejanggalan", "schedule": crontab("10", "0")},
    "impor-rumah": {"task": "ekonomi.tasks.run_impor", "schedule": 30, "options": {"expires": 60}},
    "hibah": {"task": "ekonomi.tasks.remind_hibah", "schedule": crontab("30", "8")},
    "angsuran": {"task": "ekonomi.tasks.remind_angsuran", "schedule": crontab("0", "8")},
}
PESAN_HANDLERS = [
    "ekonomi.masuk_pelatihan.handle",
    "ekonomi.masuk_pasar.handle",
    "ekonomi.hibah_masuk.handle",
    "ekonomi.kerja_masuk.handle",
    "ekonomi.omzet_masuk.handle",
    "ekonomi.survei_masuk.handle",
    "ekonomi.toko_masuk.handle",
    "ekonomi.mandiri_masuk.handle",
]
# Those of them that share plain answers ("4") with another: handler -> function (contacts) ->
# rows with a contact and when it was asked (`ditanya_pada`).
PESAN_BERTANYA = {
    "ekonomi.survei_masuk.handle": "ekonomi.survei_masuk.questions",
}
# Templates that hold a PIN (pesan.services.keluar.TEMPLAT_PIN).
TEMPLAT_BERPIN = [
    "kerja_daftar_ya",
    "pelatihan_terdaftar",
    "pelatihan_cadangan",
    "pelatihan_menunggu",
    "pasar_lapak_dipesan",
]
# Functions (kontak) -> bool: whether this person's reply address is still needed.
PENAHAN_ALAMAT = [
    "ekonomi.services.pelatihan_kontak.holds_alamat",
    "ekonomi.services.hibah.penahan.holds_alamat",
]
RUJUKAN_MEJA = {"padat_karya": "ekonomi.meja.MejaPadatKarya"}
# Who is expected at a session of `hadir`: word of its rujukan -> a hadir.daftar.DaftarHadir.
HADIR_DAFTAR = {
    "pelatihan": "ekonomi.hadir_pelatihan.DaftarPelatihan",
    "padat_karya": "ekonomi.services.padat_karya.hari.DaftarPadatKarya",
}
# What is posted before a month of a book closes: the book's code -> dotted path of a function
# (buku, *, mulai, selesai, by) -> None (buku_besar.services.periode).
BUKU_SEBELUM_TUTUP = {
    "koperasi": "ekonomi.services.pinjaman.akhir_bulan.post_akhir_bulan",
}
RETENSI_HARI = {
    "peserta": env.int("RETENSI_PESERTA", default=730),  # after a batch: names without certificate
    "sertifikat": env.int("RETENSI_SERTIFIKAT", default=1825),  # the name; the register row stays
    "pembeli": env.int("RETENSI_PEMBELI", default=180),  # of an order, after its end
    "muatan_bayar": env.int("RETENSI_MUATAN_BAYAR", default=90),  # raw callbacks of gateways
    "tanya_omzet": env.int("RETENSI_TANYA_OMZET", default=30),  # our question, after it lapsed
    "foto_kunjungan": env.int("RETENSI_FOTO_KUNJUNGAN", default=730),  # of mentoring, after a visit
    "impor": env.int("RETENSI_IMPOR", default=14),  # uploaded files of households
}
RETENSI = [
    "ekonomi.retensi_pelatihan.blank_peserta",
    "ekonomi.retensi_omzet.drop_omzet",
    "ekonomi.impor.retensi.purge_impor",
    "ekonomi.toko_penghapus.blank_pembeli",
]
# When a reported month is asked about (ekonomi/omzet_wajar.py); Rupiah, times the usual, months.
OMZET_WAJAR = {
    "kali": env.float("OMZET_WAJAR_KALI", default=3.0),
    "maks": env.int("OMZET_WAJAR_MAKS", default=50_000_000),
    "bulan": env.int("OMZET_WAJAR_BULAN", default=6),
    "kecil": env.int("OMZET_WAJAR_KECIL", default=100_000),
}
# Toko Warga: hours to pay, hours a cash order waits for its seller, days until paid goods on their
# way count as received, orders in an hour from one address.
TOKO_BATAS_BAYAR_JAM = env.int("TOKO_BATAS_BAYAR_JAM", default=24)
TOKO_BATAS_JAWAB_JAM = env.int("TOKO_BATAS_JAWAB_JAM", default=48)
TOKO_SELESAI_HARI = env.int("TOKO_SELESAI_HARI", default=7)
TOKO_PESANAN_PER_JAM = env.int("TOKO_PESANAN_PER_JAM", default=20)
