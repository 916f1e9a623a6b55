"""The computations by the name an Indikator's `rumus` calls them by: the one table."""

from collections.abc import Callable

from ekonomi.kpi import hibah, kerja, omzet, pelatihan, rumah, usaha
from ekonomi.kpi.dasar import Hasil, Lingkup

RUMUS: dict[str, Callable[[Lingkup], Hasil]] = {
    "rumah_miskin_turun": rumah.rumah_miskin_turun,
    "penerima_bansos_turun": rumah.penerima_bansos_turun,
    "rumah_terlibat": rumah.rumah_terlibat,
    "percent_active": rumah.percent_active,
    "avg_omzet": rumah.avg_omzet,
    "dtks_count": rumah.dtks_count,
    "pendapatan_naik": omzet.pendapatan_naik,
    "omzet_bulanan": omzet.omzet_bulanan,
    "dampak_pelatihan": omzet.dampak_pelatihan,
    "usaha_baru": usaha.usaha_baru,
    "usaha_baru_naik_kelas": usaha.usaha_baru_naik_kelas,
    "umkm_naik_kelas_persen": usaha.umkm_naik_kelas_persen,
    "umkm_onboard": usaha.umkm_onboard,
    "usaha_aktif": usaha.usaha_aktif,
    "order_marketplace": usaha.order_marketplace,
    "peserta_total": pelatihan.peserta_total,
    "peserta_pelatihan": pelatihan.peserta_pelatihan,
    "perempuan_peserta": pelatihan.perempuan_peserta,
    "pekerja_padat_karya": kerja.pekerja_padat_karya,
    "hari_orang_kerja": kerja.hari_orang_kerja,
    "lapangan_kerja_baru": kerja.lapangan_kerja_baru,
    "hibah_diserahkan": hibah.hibah_diserahkan,
}
