import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('ekonomi', '0007_toko'),
        ('pesan', '0005_berkas_keluar'),
        ('wilayah', '0004_alamat_ekonomi'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RumahTersamar",
            fields=[],
            options={
                "verbose_name": "data rumah tersamar",
                "verbose_name_plural": "data rumah tersamar",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("ekonomi.rumah",),
        ),
        migrations.AlterField(
            model_name="indikator",
            name="satuan",
            field=models.CharField(
                choices=[
                    ("rumah", "rumah tangga"),
                    ("orang", "orang"),
                    ("usaha", "usaha"),
                    ("pesanan", "pesanan"),
                    ("persen", "%"),
                    ("rupiah", "Rp"),
                    ("hari", "hari kerja"),
                ],
                max_length=10,
                verbose_name="satuan",
            ),
        ),
        migrations.CreateModel(
            name="Duta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cerita", models.TextField(blank=True, verbose_name="cerita")),
                (
                    "tampil_foto",
                    models.BooleanField(default=False, verbose_name="foto boleh tampil"),
                ),
                ("sejak", models.DateField(verbose_name="duta sejak")),
                ("sampai", models.DateField(blank=True, null=True, verbose_name="duta sampai")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "foto",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pesan.lampiran",
                        verbose_name="foto",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duta",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "rumah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duta",
                        to="ekonomi.rumah",
                        verbose_name="rumah tangga",
                    ),
                ),
            ],
            options={
                "verbose_name": "duta Rumah Mandiri",
                "verbose_name_plural": "duta Rumah Mandiri",
                "ordering": ["sejak", "id"],
            },
        ),
        migrations.CreateModel(
            name="Hadiah",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "jenis",
                    models.CharField(
                        choices=[
                            ("gudang", "Akses prioritas gudang"),
                            ("lisensi", "Subsidi lisensi UMKM"),
                            ("promosi", "Promosi digital gratis"),
                        ],
                        max_length=10,
                        verbose_name="jenis",
                    ),
                ),
                ("nama", models.CharField(max_length=120, verbose_name="nama hadiah")),
                (
                    "keterangan",
                    models.CharField(blank=True, max_length=300, verbose_name="keterangan"),
                ),
                ("kuota", models.PositiveSmallIntegerField(verbose_name="kuota")),
                (
                    "berlaku_sampai",
                    models.DateField(blank=True, null=True, verbose_name="diberikan sampai"),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hadiah",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "hadiah Rumah Mandiri",
                "verbose_name_plural": "hadiah Rumah Mandiri",
                "ordering": ["program", "jenis", "nama"],
            },
        ),
        migrations.CreateModel(
            name="Hotspot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nama", models.CharField(max_length=120, verbose_name="tempat")),
                (
                    "lat",
                    models.DecimalField(decimal_places=5, max_digits=8, verbose_name="lintang"),
                ),
                ("lng", models.DecimalField(decimal_places=5, max_digits=8, verbose_name="bujur")),
                ("penyedia", models.CharField(blank=True, max_length=80, verbose_name="penyedia")),
                (
                    "kecepatan",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="kecepatan (Mbps)"
                    ),
                ),
                (
                    "jam",
                    models.CharField(
                        blank=True, help_text="06.00–22.00", max_length=80, verbose_name="jam buka"
                    ),
                ),
                (
                    "ssid",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="nama jaringan (SSID)"
                    ),
                ),
                (
                    "petunjuk",
                    models.CharField(
                        blank=True,
                        help_text="Misalnya: minta sandi di meja balai. Jangan tulis sandinya.",
                        max_length=160,
                        verbose_name="cara masuk",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nyala", "Menyala"),
                            ("gangguan", "Gangguan"),
                            ("tutup", "Tidak dipakai lagi"),
                        ],
                        default="nyala",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "pengguna",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Menurut catatan perangkat.",
                        null=True,
                        verbose_name="pengguna sebulan",
                    ),
                ),
                (
                    "dicek_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="dicek pada"
                    ),
                ),
                (
                    "wilayah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wilayah.wilayah",
                        verbose_name="wilayah",
                    ),
                ),
            ],
            options={
                "verbose_name": "hotspot",
                "verbose_name_plural": "hotspot",
                "ordering": ["wilayah", "nama"],
            },
        ),
        migrations.CreateModel(
            name="KegiatanDuta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tanggal", models.DateField(verbose_name="tanggal")),
                ("kegiatan", models.CharField(max_length=160, verbose_name="kegiatan")),
                ("tempat", models.CharField(blank=True, max_length=120, verbose_name="tempat")),
                (
                    "hadir",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="yang hadir"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "duta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kegiatan",
                        to="ekonomi.duta",
                        verbose_name="duta",
                    ),
                ),
            ],
            options={
                "verbose_name": "kegiatan duta",
                "verbose_name_plural": "kegiatan duta",
                "ordering": ["-tanggal", "-id"],
            },
        ),
        migrations.CreateModel(
            name="KelompokKerja",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nama", models.CharField(max_length=120, verbose_name="nama kelompok")),
                (
                    "bidang",
                    models.CharField(
                        choices=[
                            ("kuliner", "Kuliner"),
                            ("kerajinan", "Kerajinan"),
                            ("fesyen", "Jahit dan fesyen"),
                            ("toga", "Tanaman dan toga"),
                            ("jasa", "Jasa"),
                            ("dagang", "Dagang"),
                            ("lain", "Lainnya"),
                        ],
                        max_length=10,
                        verbose_name="bidang",
                    ),
                ),
                (
                    "tujuan",
                    models.CharField(blank=True, max_length=300, verbose_name="tujuan bersama"),
                ),
                ("dibentuk", models.DateField(verbose_name="dibentuk")),
                ("bubar", models.DateField(blank=True, null=True, verbose_name="bubar")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kelompok_kerja",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "kelompok kerja",
                "verbose_name_plural": "kelompok kerja",
                "ordering": ["program", "nama"],
            },
        ),
        migrations.CreateModel(
            name="AnggotaKelompokKerja",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tugas",
                    models.CharField(
                        choices=[
                            ("ketua", "Ketua"),
                            ("sekretaris", "Sekretaris"),
                            ("bendahara", "Bendahara"),
                            ("anggota", "Anggota"),
                        ],
                        default="anggota",
                        max_length=10,
                        verbose_name="tugas",
                    ),
                ),
                ("masuk", models.DateField(verbose_name="masuk")),
                ("keluar", models.DateField(blank=True, null=True, verbose_name="keluar")),
                (
                    "rumah",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keanggotaan",
                        to="ekonomi.rumah",
                        verbose_name="rumah tangga",
                    ),
                ),
                (
                    "usaha",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keanggotaan",
                        to="ekonomi.usaha",
                        verbose_name="usaha",
                    ),
                ),
                (
                    "kelompok",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anggota",
                        to="ekonomi.kelompokkerja",
                        verbose_name="kelompok",
                    ),
                ),
            ],
            options={
                "verbose_name": "anggota kelompok",
                "verbose_name_plural": "anggota kelompok",
                "ordering": ["kelompok", "id"],
            },
        ),
        migrations.CreateModel(
            name="KomitmenCsr",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("perusahaan", models.CharField(max_length=120, verbose_name="perusahaan")),
                ("mulai", models.DateField(verbose_name="mulai")),
                ("sampai", models.DateField(verbose_name="sampai")),
                (
                    "dokumen",
                    models.CharField(
                        blank=True,
                        help_text="Nomor MoU atau surat.",
                        max_length=80,
                        verbose_name="nomor kesepakatan",
                    ),
                ),
                (
                    "keterangan",
                    models.CharField(blank=True, max_length=300, verbose_name="keterangan"),
                ),
                (
                    "tampil",
                    models.BooleanField(
                        default=True, verbose_name="nama perusahaan boleh tampil di halaman umum"
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="komitmen_csr",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "komitmen CSR",
                "verbose_name_plural": "komitmen CSR",
                "ordering": ["program", "perusahaan"],
            },
        ),
        migrations.CreateModel(
            name="JanjiCsr",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tahun", models.PositiveSmallIntegerField(verbose_name="tahun ke-")),
                (
                    "bentuk",
                    models.CharField(
                        choices=[("uang", "Uang"), ("barang", "Barang atau jasa")],
                        max_length=8,
                        verbose_name="bentuk",
                    ),
                ),
                ("uraian", models.CharField(max_length=160, verbose_name="uraian")),
                ("jumlah", models.PositiveBigIntegerField(verbose_name="nilai (Rp)")),
                ("jatuh_tempo", models.DateField(verbose_name="jatuh tempo")),
                (
                    "diingatkan_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="diingatkan"
                    ),
                ),
                (
                    "komitmen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="janji",
                        to="ekonomi.komitmencsr",
                        verbose_name="komitmen",
                    ),
                ),
            ],
            options={
                "verbose_name": "janji CSR",
                "verbose_name_plural": "janji CSR",
                "ordering": ["komitmen", "tahun", "id"],
            },
        ),
        migrations.CreateModel(
            name="KriteriaKeputusan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("komponen", models.CharField(max_length=60, verbose_name="komponen")),
                (
                    "skalakan_min",
                    models.DecimalField(
                        decimal_places=2,
                        default="0.90",
                        max_digits=4,
                        verbose_name="skalakan bila paling sedikit",
                    ),
                ),
                (
                    "sesuaikan_min",
                    models.DecimalField(
                        decimal_places=2,
                        default="0.50",
                        max_digits=4,
                        verbose_name="sesuaikan bila paling sedikit",
                    ),
                ),
                (
                    "patokan",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Isi hanya bila indikatornya tidak punya target di program ini.",
                        max_digits=14,
                        null=True,
                        verbose_name="patokan sendiri",
                    ),
                ),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ekonomi.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kriteria",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "kriteria keputusan",
                "verbose_name_plural": "kriteria keputusan",
                "ordering": ["program", "urutan", "komponen"],
            },
        ),
        migrations.CreateModel(
            name="LaporanHotspot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dari",
                    models.CharField(
                        choices=[("warga", "Warga"), ("petugas", "Petugas")],
                        max_length=8,
                        verbose_name="dari",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("nyala", "Menyala"),
                            ("gangguan", "Gangguan"),
                            ("tutup", "Tidak dipakai lagi"),
                        ],
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("catatan", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                ("asal_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="waktu")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
                (
                    "hotspot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="laporan",
                        to="ekonomi.hotspot",
                        verbose_name="hotspot",
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan hotspot",
                "verbose_name_plural": "laporan hotspot",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LembarKeputusan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hari",
                    models.PositiveSmallIntegerField(default=90, verbose_name="evaluasi hari ke-"),
                ),
                ("tanggal", models.DateField(verbose_name="keadaan pada")),
                (
                    "status",
                    models.CharField(
                        choices=[("draf", "Draf"), ("ditandatangani", "Ditandatangani")],
                        default="draf",
                        editable=False,
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                (
                    "tanggal_rapat",
                    models.DateField(blank=True, null=True, verbose_name="tanggal rapat"),
                ),
                (
                    "peserta_rapat",
                    models.CharField(
                        blank=True,
                        help_text="Sebut jabatan atau unsur, misalnya lurah, sekretaris, 2 fasilitator, PKK.",
                        max_length=300,
                        verbose_name="yang hadir",
                    ),
                ),
                ("risalah", models.TextField(blank=True, verbose_name="risalah rapat")),
                (
                    "potret",
                    models.JSONField(
                        default=dict, editable=False, verbose_name="isi saat ditandatangani"
                    ),
                ),
                (
                    "ditandatangani_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ditandatangani pada"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="disusun")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="disusun oleh",
                    ),
                ),
                (
                    "ditandatangani_oleh",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ditandatangani oleh",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lembar_keputusan",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "lembar keputusan",
                "verbose_name_plural": "lembar keputusan",
                "ordering": ["-tanggal", "-id"],
            },
        ),
        migrations.CreateModel(
            name="BarisKeputusan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("komponen", models.CharField(max_length=60, verbose_name="komponen")),
                (
                    "nilai",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="capaian"
                    ),
                ),
                (
                    "garis",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="garis target"
                    ),
                ),
                (
                    "rasio",
                    models.DecimalField(
                        decimal_places=3, max_digits=7, null=True, verbose_name="capaian/garis"
                    ),
                ),
                ("kurang", models.PositiveIntegerField(default=0, verbose_name="baris tanpa data")),
                (
                    "hitungan",
                    models.CharField(
                        choices=[
                            ("skalakan", "Skalakan"),
                            ("sesuaikan", "Sesuaikan"),
                            ("hentikan", "Hentikan"),
                        ],
                        max_length=10,
                        verbose_name="menurut kriteria",
                    ),
                ),
                ("penjelasan", models.CharField(max_length=500, verbose_name="mengapa")),
                (
                    "putusan",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("skalakan", "Skalakan"),
                            ("sesuaikan", "Sesuaikan"),
                            ("hentikan", "Hentikan"),
                        ],
                        max_length=10,
                        verbose_name="keputusan rapat",
                    ),
                ),
                (
                    "alasan",
                    models.CharField(
                        blank=True, max_length=400, verbose_name="alasan bila berbeda"
                    ),
                ),
                ("urutan", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diputuskan oleh",
                    ),
                ),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ekonomi.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "lembar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="baris",
                        to="ekonomi.lembarkeputusan",
                        verbose_name="lembar",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris keputusan",
                "verbose_name_plural": "baris keputusan",
                "ordering": ["lembar", "urutan", "id"],
            },
        ),
        migrations.CreateModel(
            name="PemberianHadiah",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bulan", models.DateField(verbose_name="peringkat bulan")),
                ("diberikan_pada", models.DateField(verbose_name="diberikan pada")),
                ("catatan", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dicatat")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "hadiah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pemberian",
                        to="ekonomi.hadiah",
                        verbose_name="hadiah",
                    ),
                ),
                (
                    "rumah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hadiah",
                        to="ekonomi.rumah",
                        verbose_name="rumah tangga",
                    ),
                ),
                (
                    "tanda_terima",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pesan.lampiran",
                        verbose_name="tanda terima",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemberian hadiah",
                "verbose_name_plural": "pemberian hadiah",
                "ordering": ["-diberikan_pada", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Peringatan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("periode", models.CharField(max_length=10, verbose_name="periode")),
                ("pada", models.DateField(verbose_name="tanggal")),
                ("hari", models.PositiveSmallIntegerField(verbose_name="hari ke-")),
                (
                    "nilai",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="nilai"
                    ),
                ),
                (
                    "garis",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="garis target hari itu"
                    ),
                ),
                ("kalimat", models.CharField(max_length=400, verbose_name="keterangan")),
                (
                    "pulih_pada",
                    models.DateField(blank=True, null=True, verbose_name="kembali di atas ambang"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dicatat")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ekonomi.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peringatan",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "peringatan",
                "verbose_name_plural": "peringatan",
                "ordering": ["-pada", "indikator"],
            },
        ),
        migrations.CreateModel(
            name="PeringkatBulan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bulan",
                    models.DateField(help_text="Hari pertama bulan itu.", verbose_name="bulan"),
                ),
                ("urutan", models.PositiveIntegerField(verbose_name="peringkat")),
                ("skor", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="skor")),
                ("rincian", models.JSONField(default=list, verbose_name="rincian")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dibekukan")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peringkat",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "rumah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="peringkat",
                        to="ekonomi.rumah",
                        verbose_name="rumah tangga",
                    ),
                ),
            ],
            options={
                "verbose_name": "peringkat Rumah Mandiri",
                "verbose_name_plural": "peringkat Rumah Mandiri",
                "ordering": ["-bulan", "urutan"],
            },
        ),
        migrations.CreateModel(
            name="PersetujuanTampil",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "untuk",
                    models.CharField(
                        choices=[
                            ("peringkat", "Peringkat Rumah Mandiri"),
                            ("duta", "Duta Rumah Mandiri"),
                        ],
                        max_length=10,
                        verbose_name="untuk",
                    ),
                ),
                ("versi", models.PositiveSmallIntegerField(verbose_name="versi kalimat")),
                (
                    "nama_tampil",
                    models.CharField(max_length=80, verbose_name="nama yang ditampilkan"),
                ),
                (
                    "cara",
                    models.CharField(
                        choices=[
                            ("kunjungan", "Dibacakan saat kunjungan"),
                            ("tertulis", "Formulir bertanda tangan"),
                            ("pesan", "Lewat pesan"),
                        ],
                        max_length=10,
                        verbose_name="cara",
                    ),
                ),
                ("diberi_at", models.DateTimeField(verbose_name="disetujui pada")),
                (
                    "dicabut_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="dicabut pada"),
                ),
                (
                    "dicabut_cara",
                    models.CharField(blank=True, max_length=60, verbose_name="dicabut lewat"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "rumah",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persetujuan_tampil",
                        to="ekonomi.rumah",
                        verbose_name="rumah tangga",
                    ),
                ),
            ],
            options={
                "verbose_name": "persetujuan tampil",
                "verbose_name_plural": "persetujuan tampil",
                "ordering": ["-diberi_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="duta",
            name="persetujuan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duta",
                to="ekonomi.persetujuantampil",
                verbose_name="persetujuan",
            ),
        ),
        migrations.CreateModel(
            name="ProdukBersama",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nama", models.CharField(max_length=120, verbose_name="produk")),
                (
                    "keterangan",
                    models.CharField(blank=True, max_length=200, verbose_name="keterangan"),
                ),
                (
                    "kapasitas",
                    models.CharField(blank=True, max_length=60, verbose_name="kapasitas sebulan"),
                ),
                (
                    "harga",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="harga (Rp)"
                    ),
                ),
                (
                    "kelompok",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="produk",
                        to="ekonomi.kelompokkerja",
                        verbose_name="kelompok",
                    ),
                ),
            ],
            options={
                "verbose_name": "produk bersama",
                "verbose_name_plural": "produk bersama",
                "ordering": ["kelompok", "nama"],
            },
        ),
        migrations.CreateModel(
            name="RapatKelompok",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tanggal", models.DateField(verbose_name="tanggal")),
                ("tempat", models.CharField(blank=True, max_length=120, verbose_name="tempat")),
                ("hadir", models.PositiveSmallIntegerField(verbose_name="yang hadir")),
                ("catatan", models.TextField(verbose_name="catatan")),
                (
                    "keputusan",
                    models.CharField(blank=True, max_length=300, verbose_name="keputusan"),
                ),
                (
                    "kelompok",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rapat",
                        to="ekonomi.kelompokkerja",
                        verbose_name="kelompok",
                    ),
                ),
            ],
            options={
                "verbose_name": "rapat kelompok",
                "verbose_name_plural": "rapat kelompok",
                "ordering": ["-tanggal", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RealisasiCsr",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tanggal", models.DateField(verbose_name="tanggal")),
                ("jumlah", models.BigIntegerField(verbose_name="nilai (Rp)")),
                ("catatan", models.CharField(blank=True, max_length=200, verbose_name="catatan")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="dicatat")),
                (
                    "batal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dibatalkan",
                        to="ekonomi.realisasicsr",
                        verbose_name="membatalkan",
                    ),
                ),
                (
                    "bukti",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pesan.lampiran",
                        verbose_name="bukti",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dicatat oleh",
                    ),
                ),
                (
                    "janji",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisasi",
                        to="ekonomi.janjicsr",
                        verbose_name="janji",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisasi CSR",
                "verbose_name_plural": "realisasi CSR",
                "ordering": ["-tanggal", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RencanaAksi",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("apa", models.CharField(max_length=300, verbose_name="yang dilakukan")),
                ("siapa", models.CharField(max_length=120, verbose_name="penanggung jawab")),
                ("tenggat", models.DateField(verbose_name="paling lambat")),
                (
                    "selesai_pada",
                    models.DateField(blank=True, null=True, verbose_name="selesai pada"),
                ),
                ("hasil", models.CharField(blank=True, max_length=300, verbose_name="hasilnya")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ditulis")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ditulis oleh",
                    ),
                ),
                (
                    "peringatan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rencana",
                        to="ekonomi.peringatan",
                        verbose_name="peringatan",
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana aksi",
                "verbose_name_plural": "rencana aksi",
                "ordering": ["selesai_pada", "tenggat", "id"],
            },
        ),
        migrations.CreateModel(
            name="SiaranPers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sumber", models.CharField(editable=False, max_length=60, verbose_name="dari")),
                ("judul", models.CharField(max_length=160, verbose_name="judul")),
                ("isi", models.TextField(verbose_name="isi")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draf", "Draf"),
                            ("disetujui", "Disetujui"),
                            ("terbit", "Terbit"),
                            ("ditarik", "Ditarik"),
                        ],
                        default="draf",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "terbit_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="terbit pada"
                    ),
                ),
                (
                    "alasan_tarik",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="ditarik karena"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="disusun")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="diubah")),
                (
                    "disetujui_oleh",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="disetujui oleh",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="siaran",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "siaran pers",
                "verbose_name_plural": "siaran pers",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="TemuanEvaluasi",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("judul", models.CharField(max_length=160, verbose_name="temuan")),
                ("bagian", models.CharField(max_length=60, verbose_name="bagian program")),
                (
                    "keparahan",
                    models.CharField(
                        choices=[("rendah", "Ringan"), ("sedang", "Sedang"), ("tinggi", "Berat")],
                        max_length=8,
                        verbose_name="keparahan",
                    ),
                ),
                (
                    "bukti",
                    models.TextField(
                        help_text="Apa yang dilihat, kapan, dari data mana.", verbose_name="bukti"
                    ),
                ),
                ("rekomendasi", models.TextField(verbose_name="rekomendasi")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("terbuka", "Menunggu tanggapan"),
                            ("ditanggapi", "Ditanggapi"),
                            ("dikerjakan", "Sedang ditindaklanjuti"),
                            ("selesai", "Selesai ditindaklanjuti"),
                            ("tidak_diterima", "Tidak diterima"),
                        ],
                        default="terbuka",
                        editable=False,
                        max_length=14,
                        verbose_name="status",
                    ),
                ),
                (
                    "tanggapan",
                    models.TextField(blank=True, editable=False, verbose_name="tanggapan lurah"),
                ),
                (
                    "tanggapan_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ditanggapi pada"
                    ),
                ),
                (
                    "ringkasan_publik",
                    models.TextField(blank=True, verbose_name="ringkasan untuk umum"),
                ),
                (
                    "terbit_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="diterbitkan"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ditulis")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="diubah")),
                (
                    "evaluator",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="temuan_evaluasi",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="temuan_evaluasi",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "tanggapan_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ditanggapi oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "temuan evaluasi",
                "verbose_name_plural": "temuan evaluasi",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="RiwayatEvaluasi",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("peristiwa", models.CharField(max_length=60, verbose_name="peristiwa")),
                ("catatan", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="waktu")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
                (
                    "temuan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="riwayat",
                        to="ekonomi.temuanevaluasi",
                    ),
                ),
            ],
            options={
                "verbose_name": "riwayat temuan",
                "verbose_name_plural": "riwayat temuan",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TitikTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hari", models.PositiveSmallIntegerField(verbose_name="pada hari ke-")),
                (
                    "nilai",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="sudah paling sedikit"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="titik",
                        to="ekonomi.targetprogram",
                        verbose_name="target",
                    ),
                ),
            ],
            options={
                "verbose_name": "titik target",
                "verbose_name_plural": "titik target",
                "ordering": ["target", "hari"],
            },
        ),
        migrations.CreateModel(
            name="AturanPeringatan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ambang",
                    models.DecimalField(
                        decimal_places=2,
                        default="0.70",
                        help_text="Bagian dari garis target hari itu; 0,70 berarti tujuh puluh persen.",
                        max_digits=4,
                        verbose_name="ambang",
                    ),
                ),
                (
                    "hari",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="diawasi sejak hari ke-"
                    ),
                ),
                ("aktif", models.BooleanField(default=True, verbose_name="aktif")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ekonomi.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aturan_peringatan",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "aturan peringatan",
                "verbose_name_plural": "aturan peringatan",
                "ordering": ["program", "indikator"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("program"), models.F("indikator"), name="aturanperingatan_satu"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ambang__gt", 0), ("ambang__lte", 1)),
                        name="aturanperingatan_ambang_wajar",
                        violation_error_message="Ambang antara 0,01 dan 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BobotMandiri",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unsur",
                    models.CharField(
                        choices=[
                            ("kenaikan", "Kenaikan omzet"),
                            ("rutin", "Rutin melapor"),
                            ("pelatihan", "Pelatihan selesai"),
                            ("angsuran", "Angsuran tepat waktu"),
                            ("digital", "Berjualan di pasar digital"),
                        ],
                        max_length=10,
                        verbose_name="unsur",
                    ),
                ),
                ("bobot", models.PositiveSmallIntegerField(verbose_name="bobot (poin)")),
                (
                    "penuh",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Kenaikan dalam persen, laporan dalam bulan, pelatihan dalam kali.",
                        max_digits=8,
                        verbose_name="nilai penuh",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bobot_mandiri",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "bobot Rumah Mandiri",
                "verbose_name_plural": "bobot Rumah Mandiri",
                "ordering": ["program", "-bobot", "unsur"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("program"), models.F("unsur"), name="bobotmandiri_satu"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bobot__lte", 100), ("penuh__gt", 0)),
                        name="bobotmandiri_wajar",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Capaian",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tanggal", models.DateField(verbose_name="tanggal")),
                (
                    "nilai",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="nilai"
                    ),
                ),
                (
                    "pembilang",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="pembilang"
                    ),
                ),
                (
                    "penyebut",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, null=True, verbose_name="penyebut"
                    ),
                ),
                ("kurang", models.PositiveIntegerField(default=0, verbose_name="baris tanpa data")),
                ("sel", models.PositiveIntegerField(null=True, verbose_name="kelompok terkecil")),
                (
                    "catatan",
                    models.CharField(blank=True, max_length=300, verbose_name="dihitung dari"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dicatat")),
                (
                    "indikator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ekonomi.indikator",
                        verbose_name="indikator",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capaian",
                        to="ekonomi.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "capaian",
                "verbose_name_plural": "capaian",
                "ordering": ["program", "-tanggal", "indikator"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("program"),
                        models.F("indikator"),
                        models.F("tanggal"),
                        name="capaian_sekali_sehari",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("penyebut__isnull", True), ("penyebut__gte", 0), _connector="OR"
                        ),
                        name="capaian_penyebut_tidak_negatif",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capaian",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('hai_lurah.purge', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="07fe636e90ae53f997a50067adf0f5253ba593d0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_16605",
                    table="ekonomi_capaian",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capaian",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="02e887d187119cb94701bed013835f55e079b9ac",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_7e87a",
                    table="ekonomi_capaian",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="hadiah",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("nama"), name="hadiah_satu_nama"
            ),
        ),
        migrations.AddConstraint(
            model_name="hadiah",
            constraint=models.CheckConstraint(
                condition=models.Q(("kuota__gte", 1)), name="hadiah_kuota_positif"
            ),
        ),
        migrations.AddConstraint(
            model_name="hotspot",
            constraint=models.UniqueConstraint(
                models.F("wilayah"),
                models.F("nama"),
                name="hotspot_satu_nama",
                violation_error_message="Hotspot dengan nama ini sudah ada di wilayah itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hotspot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lat__gte", -90), ("lat__lte", 90), ("lng__gte", -180), ("lng__lte", 180)
                ),
                name="hotspot_titik_wajar",
                violation_error_message="Titik petanya tidak ada di bumi.",
            ),
        ),
        migrations.AddConstraint(
            model_name="kelompokkerja",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("nama"), name="kelompokkerja_satu_nama"
            ),
        ),
        migrations.AddConstraint(
            model_name="kelompokkerja",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bubar__isnull", True), ("bubar__gte", models.F("dibentuk")), _connector="OR"
                ),
                name="kelompokkerja_bubar_sesudah",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggotakelompokkerja",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rumah__isnull", False), ("usaha__isnull", True)),
                    models.Q(("rumah__isnull", True), ("usaha__isnull", False)),
                    _connector="OR",
                ),
                name="anggotakerja_rumah_atau_usaha",
                violation_error_message="Pilih rumah tangga atau usaha, salah satu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggotakelompokkerja",
            constraint=models.UniqueConstraint(
                condition=models.Q(("keluar__isnull", True), ("rumah__isnull", False)),
                fields=("kelompok", "rumah"),
                name="anggotakerja_satu_rumah",
                violation_error_message="Rumah tangga ini sudah menjadi anggota.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggotakelompokkerja",
            constraint=models.UniqueConstraint(
                condition=models.Q(("keluar__isnull", True), ("usaha__isnull", False)),
                fields=("kelompok", "usaha"),
                name="anggotakerja_satu_usaha",
                violation_error_message="Usaha ini sudah menjadi anggota.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggotakelompokkerja",
            constraint=models.UniqueConstraint(
                condition=models.Q(("keluar__isnull", True), ("tugas", "ketua")),
                fields=("kelompok",),
                name="anggotakerja_satu_ketua",
                violation_error_message="Kelompok ini sudah punya ketua.",
            ),
        ),
        migrations.AddConstraint(
            model_name="anggotakelompokkerja",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keluar__isnull", True), ("keluar__gte", models.F("masuk")), _connector="OR"
                ),
                name="anggotakerja_keluar_sesudah",
            ),
        ),
        migrations.AddConstraint(
            model_name="komitmencsr",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("perusahaan"),
                models.F("mulai"),
                name="komitmencsr_satu",
                violation_error_message="Komitmen perusahaan ini dari tanggal itu sudah ada.",
            ),
        ),
        migrations.AddConstraint(
            model_name="komitmencsr",
            constraint=models.CheckConstraint(
                condition=models.Q(("sampai__gt", models.F("mulai"))),
                name="komitmencsr_mulai_sebelum_sampai",
                violation_error_message="Tanggal akhir harus sesudah tanggal mulai.",
            ),
        ),
        migrations.AddConstraint(
            model_name="janjicsr",
            constraint=models.UniqueConstraint(
                models.F("komitmen"), models.F("tahun"), models.F("uraian"), name="janjicsr_satu"
            ),
        ),
        migrations.AddConstraint(
            model_name="janjicsr",
            constraint=models.CheckConstraint(
                condition=models.Q(("jumlah__gt", 0), ("tahun__gte", 1)), name="janjicsr_wajar"
            ),
        ),
        migrations.AddConstraint(
            model_name="kriteriakeputusan",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("komponen"), name="kriteria_satu_per_komponen"
            ),
        ),
        migrations.AddConstraint(
            model_name="kriteriakeputusan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sesuaikan_min__gt", 0), ("skalakan_min__gt", models.F("sesuaikan_min"))
                ),
                name="kriteria_ambang_berurutan",
                violation_error_message="Ambang “skalakan” harus di atas ambang “sesuaikan”.",
            ),
        ),
        migrations.AddIndex(
            model_name="laporanhotspot",
            index=models.Index(fields=["hotspot", "-at"], name="laporanhotspot_baru_idx"),
        ),
        migrations.AddConstraint(
            model_name="laporanhotspot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", True), ("dari", "warga")),
                    models.Q(("by__isnull", False), ("dari", "petugas")),
                    _connector="OR",
                ),
                name="laporanhotspot_petugas_bernama",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="laporanhotspot",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('hai_lurah.purge', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="0ab2bad4ecb5261542a342caf5dac4ec3d67ed8d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ecbdc",
                    table="ekonomi_laporanhotspot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="laporanhotspot",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="e37040247f642967e6c30f2c9291bea74ad7f434",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_07ef2",
                    table="ekonomi_laporanhotspot",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="lembarkeputusan",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("hari"), name="lembar_satu_per_evaluasi"
            ),
        ),
        migrations.AddConstraint(
            model_name="lembarkeputusan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ditandatangani_at__isnull", True),
                        ("ditandatangani_oleh__isnull", True),
                        ("status", "draf"),
                    ),
                    models.Q(
                        ("ditandatangani_at__isnull", False),
                        ("ditandatangani_oleh__isnull", False),
                        ("status", "ditandatangani"),
                        ("tanggal_rapat__isnull", False),
                        models.Q(("risalah", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lembar_ditandatangani_lengkap",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lembarkeputusan",
            trigger=pgtrigger.compiler.Trigger(
                name="lembar_beku",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"status\" = 'ditandatangani')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6ca9f639a24b156f065f033437802f75355089c3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_lembar_beku_d5d2a",
                    table="ekonomi_lembarkeputusan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="bariskeputusan",
            constraint=models.UniqueConstraint(
                models.F("lembar"), models.F("komponen"), name="bariskeputusan_satu"
            ),
        ),
        migrations.AddConstraint(
            model_name="bariskeputusan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("putusan", ""),
                    ("putusan", models.F("hitungan")),
                    models.Q(("alasan", ""), _negated=True),
                    _connector="OR",
                ),
                name="bariskeputusan_beda_beralasan",
                violation_error_message="Keputusan yang berbeda dari kriteria perlu alasan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="bariskeputusan",
            constraint=models.CheckConstraint(
                condition=models.Q(("putusan", ""), ("by__isnull", False), _connector="OR"),
                name="bariskeputusan_diputuskan_orang",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bariskeputusan",
            trigger=pgtrigger.compiler.Trigger(
                name="bariskeputusan_beku",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF EXISTS (SELECT 1 FROM ekonomi_lembarkeputusan WHERE id = OLD.lembar_id AND status = 'ditandatangani') THEN RAISE EXCEPTION 'lembar keputusan sudah ditandatangani'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
                    hash="ed82c6ca34972f193e350fee95bb94b22da7d539",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bariskeputusan_beku_05f3d",
                    table="ekonomi_bariskeputusan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="pemberianhadiah",
            constraint=models.UniqueConstraint(
                models.F("hadiah"),
                models.F("rumah"),
                name="pemberianhadiah_satu",
                violation_error_message="Rumah ini sudah menerima hadiah itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pemberianhadiah",
            constraint=models.CheckConstraint(
                condition=models.Q(("bulan__day", 1)), name="pemberianhadiah_bulan"
            ),
        ),
        migrations.AddConstraint(
            model_name="peringatan",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("indikator"),
                models.F("periode"),
                name="peringatan_sekali_per_periode",
            ),
        ),
        migrations.AddConstraint(
            model_name="peringatan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pulih_pada__isnull", True),
                    ("pulih_pada__gte", models.F("pada")),
                    _connector="OR",
                ),
                name="peringatan_pulih_sesudah",
            ),
        ),
        migrations.AddConstraint(
            model_name="peringkatbulan",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("bulan"),
                models.F("rumah"),
                name="peringkat_satu_per_rumah",
            ),
        ),
        migrations.AddConstraint(
            model_name="peringkatbulan",
            constraint=models.UniqueConstraint(
                models.F("program"),
                models.F("bulan"),
                models.F("urutan"),
                name="peringkat_urutan_tunggal",
            ),
        ),
        migrations.AddConstraint(
            model_name="peringkatbulan",
            constraint=models.CheckConstraint(
                condition=models.Q(("bulan__day", 1)), name="peringkat_hari_pertama"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="peringkatbulan",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('hai_lurah.purge', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="dd01be299551ebef184c8bb37202e7f50c9bc670",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ecd6f",
                    table="ekonomi_peringkatbulan",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="peringkatbulan",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="7e39c78383261c89227a2e36a64868e33853a48e",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_47ff8",
                    table="ekonomi_peringkatbulan",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="persetujuantampil",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dicabut_at__isnull", True)),
                fields=("rumah", "untuk"),
                name="persetujuantampil_satu_berlaku",
                violation_error_message="Persetujuan ini sudah ada dan masih berlaku.",
            ),
        ),
        migrations.AddConstraint(
            model_name="persetujuantampil",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dicabut_at__isnull", True),
                    ("dicabut_at__gte", models.F("diberi_at")),
                    _connector="OR",
                ),
                name="persetujuantampil_cabut_sesudah",
            ),
        ),
        migrations.AddConstraint(
            model_name="duta",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sampai__isnull", True)),
                fields=("program", "rumah"),
                name="duta_satu_berlaku",
            ),
        ),
        migrations.AddConstraint(
            model_name="duta",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sampai__isnull", True), ("sampai__gte", models.F("sejak")), _connector="OR"
                ),
                name="duta_sampai_sesudah",
            ),
        ),
        migrations.AddConstraint(
            model_name="duta",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("tampil_foto", False), ("foto__isnull", False), _connector="OR"
                ),
                name="duta_foto_ada",
            ),
        ),
        migrations.AddConstraint(
            model_name="produkbersama",
            constraint=models.UniqueConstraint(
                models.F("kelompok"), models.F("nama"), name="produkbersama_satu_nama"
            ),
        ),
        migrations.AddConstraint(
            model_name="realisasicsr",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batal__isnull", True), ("jumlah__gt", 0)),
                    models.Q(
                        ("batal__isnull", False),
                        ("jumlah__lt", 0),
                        models.Q(("catatan", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="realisasicsr_tanda",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="realisasicsr",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('hai_lurah.purge', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="ee2d0c21069fb37970ac12a10be7e7bddd3c677b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6b15a",
                    table="ekonomi_realisasicsr",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="realisasicsr",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="f6a5588582a66f3919a7980a9b122d679f3a1753",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_b78c1",
                    table="ekonomi_realisasicsr",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rencanaaksi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("selesai_pada__isnull", True), ("hasil", "")),
                    models.Q(
                        ("selesai_pada__isnull", False), models.Q(("hasil", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="rencanaaksi_selesai_berhasil",
                violation_error_message="Tulis tanggal selesai dan hasilnya bersama-sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="siaranpers",
            constraint=models.UniqueConstraint(
                models.F("program"), models.F("sumber"), name="siaranpers_sekali_per_sumber"
            ),
        ),
        migrations.AddConstraint(
            model_name="siaranpers",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "draf"), ("terbit_at__isnull", True)),
                    models.Q(
                        ("disetujui_oleh__isnull", False),
                        ("status", "disetujui"),
                        ("terbit_at__isnull", True),
                    ),
                    models.Q(
                        ("disetujui_oleh__isnull", False),
                        ("status", "terbit"),
                        ("terbit_at__isnull", False),
                    ),
                    models.Q(
                        ("status", "ditarik"),
                        ("terbit_at__isnull", False),
                        models.Q(("alasan_tarik", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="siaranpers_terbit_disetujui",
            ),
        ),
        migrations.AddConstraint(
            model_name="temuanevaluasi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "terbuka"), ("tanggapan", ""), ("tanggapan_by__isnull", True)
                    ),
                    models.Q(
                        models.Q(("status", "terbuka"), _negated=True),
                        models.Q(("tanggapan", ""), _negated=True),
                        ("tanggapan_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="temuan_ditanggapi_lengkap",
            ),
        ),
        migrations.AddConstraint(
            model_name="temuanevaluasi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("terbit_at__isnull", True),
                    models.Q(("ringkasan_publik", ""), _negated=True),
                    _connector="OR",
                ),
                name="temuan_terbit_berringkasan",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riwayatevaluasi",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('hai_lurah.purge', true) = 'on' AND TG_OP = 'DELETE' THEN RETURN OLD; END IF; RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="dc11055681fab3f8ae332947861d1975a1c6e9a5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3c8ac",
                    table="ekonomi_riwayatevaluasi",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="riwayatevaluasi",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % on % refused', TG_OP, TG_TABLE_NAME;",
                    hash="d6adb325f3ec8a9e307df218d6114fc4856c0cc2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_df19a",
                    table="ekonomi_riwayatevaluasi",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="titiktarget",
            constraint=models.UniqueConstraint(
                models.F("target"), models.F("hari"), name="titiktarget_satu_per_hari"
            ),
        ),
        migrations.AddConstraint(
            model_name="titiktarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("hari__gte", 1)), name="titiktarget_hari_positif"
            ),
        ),
    ]
