"""manage.py muat_awal [--demo/--no-demo]: everything a fresh database needs. Safe to repeat."""

from argparse import ArgumentParser, BooleanOptionalAction
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from curhat.muat import load_aturan, load_panduan, load_prompt, load_taksonomi
from dasbor.demo.akun import load_akun, load_rtrw
from dasbor.demo.ekonomi import load_ekonomi
from dasbor.demo.luna_semua import load_luna
from dasbor.demo.riwayat import has_riwayat, load_riwayat
from dasbor.demo.ruko_semua import load_ruko
from dasbor.demo.surat import load_surat
from dokumen.muat import load_jenis
from ekonomi.muat import load_program_templat
from ekonomi.muat_indikator import load_indikator
from ekonomi.muat_tingkat import load_tingkat
from ekonomi.muat_toko import load_toko
from ekonomi.services.padat_karya.upah import ensure_tarif
from luna_maya.muat import load_jenis_kunjungan, load_sebutan
from pesan.muat import load_demo_nomor, load_templat
from ruko_parsel.muat import load_jenis_masalah, load_kapasitas
from ruko_parsel.muat_pustaka import load_peraturan
from ruko_parsel.muat_tangga import load_tangga
from wilayah.muat import load_instansi, load_wilayah_pilot


class Command(BaseCommand):
    help = (
        "Memuat wilayah, taksonomi, panduan, aturan, templat; dengan --demo juga akun dan riwayat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo",
            action=BooleanOptionalAction,
            default=settings.DEMO,
            help="akun dan riwayat karangan (hanya dengan HAI_LURAH_DEMO=1)",
        )

    def handle(self, *_: Any, **pilihan: Any) -> None:
        self._senyap = pilihan["verbosity"] == 0
        if pilihan["demo"] and not settings.DEMO:
            raise CommandError("Data contoh hanya dimuat dengan HAI_LURAH_DEMO=1.")
        self._load_reference()
        if pilihan["demo"]:
            self._load_demo()

    def _load_reference(self) -> None:
        self._say(f"Wilayah: {load_wilayah_pilot()} baris ditulis")
        self._say(f"Instansi: {load_instansi()} ditambah")
        self._say(f"Taksonomi: {load_taksonomi()} subkategori")
        self._say(f"Panduan solusi: {load_panduan()} versi baru")
        self._say(f"Aturan eskalasi: {'versi baru' if load_aturan() else 'sudah ada'}")
        self._say(f"Petunjuk model: {'versi baru' if load_prompt() else 'sudah ada'}")
        templat = load_templat()
        self._say("Templat pesan: " + ", ".join(f"{n} {apa}" for apa, n in templat.items()))
        surat = load_jenis()
        self._say("Jenis surat: " + ", ".join(f"{n} {apa}" for apa, n in surat.items()))
        self._say(f"Indikator: {load_indikator()} baris ditulis")
        self._say(f"Templat program: {load_program_templat()} ditulis")
        self._say(f"Upah harian: {ensure_tarif()} baris baru")
        self._say(f"Tingkat usaha: {load_tingkat()} baris baru")
        self._say(f"Toko Warga: {load_toko()} baris acuan ditambah")
        self._say(f"Jenis kunjungan: {load_jenis_kunjungan()} baris baru")
        self._say(f"Sebutan kunjungan: {load_sebutan()} baris baru")
        self._say(f"Jenis masalah desa: {load_jenis_masalah()} baris baru")
        self._say(f"Tangga pengingat RUKO: {load_tangga()} baris baru")
        self._say(f"Kapasitas dan siaga desa: {load_kapasitas()} baris baru")
        self._say(f"Pustaka peraturan: {load_peraturan()} ditambah")

    def _load_demo(self) -> None:
        self._say(f"Nomor WhatsApp demo: {load_demo_nomor()} ditambah")
        self._say(f"Akun demo: {load_akun()} ditambah")
        # the office's own letters first: residents' requests are later, and so are their numbers
        self._say(f"RT demo: {load_rtrw()}")
        self._say(f"Surat demo: {load_surat()} ditambah")
        if has_riwayat():
            self._say("Riwayat demo: sudah ada")
        else:
            self._say(f"Riwayat demo: {load_riwayat()} curhat")
        for nama, jumlah in chain(load_ekonomi(), load_luna(), load_ruko()):
            self._say(f"{nama} demo: {jumlah} ditambah")

    def _say(self, teks: str) -> None:
        if not self._senyap:
            self.stdout.write(teks)
