"""The sidebar's group of indicators, Rumah Mandiri and what hangs on them."""

SIAP: tuple[str, tuple[tuple[str, str, str, str], ...]] = (
    "SIAP-TAMAN",
    (
        ("Capaian", "monitoring", "ekonomi_capaian", ""),
        ("Peringatan", "warning", "ekonomi_peringatan", ""),
        ("Lembar keputusan", "gavel", "ekonomi_lembarkeputusan", ""),
        ("Temuan evaluasi", "policy", "ekonomi_temuanevaluasi", ""),
        ("Data rumah tersamar", "visibility_off", "ekonomi_rumahtersamar", ""),
        ("Peringkat Rumah Mandiri", "leaderboard", "ekonomi_peringkatbulan", ""),
        ("Persetujuan tampil", "thumb_up", "ekonomi_persetujuantampil", ""),
        ("Duta", "diversity_3", "ekonomi_duta", ""),
        ("Hadiah", "redeem", "ekonomi_hadiah", ""),
        ("Kelompok kerja", "groups", "ekonomi_kelompokkerja", ""),
        ("Hotspot", "wifi", "ekonomi_hotspot", ""),
        ("Siaran pers", "newspaper", "ekonomi_siaranpers", ""),
        ("Komitmen CSR", "handshake", "ekonomi_komitmencsr", ""),
        ("Aturan peringatan", "tune", "ekonomi_aturanperingatan", ""),
        ("Kriteria keputusan", "rule", "ekonomi_kriteriakeputusan", ""),
        ("Bobot Rumah Mandiri", "balance", "ekonomi_bobotmandiri", ""),
        ("Titik target", "timeline", "ekonomi_titiktarget", ""),
    ),
)
