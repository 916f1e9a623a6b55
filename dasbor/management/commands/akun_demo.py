"""manage.py akun_demo: who a newcomer can log in as, and what to look at first."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dasbor.demo.akun import Akun, read_akun, read_sandi
from wilayah.models import Pengguna, Wilayah
from wilayah.peran import Peran


class Command(BaseCommand):
    help = "Mencetak akun demo: peran, nama, nama pengguna, kata sandi, halaman pertama."

    def handle(self, *_: Any, **__: Any) -> None:
        akun, sandi = read_akun(), read_sandi()
        ada = set(Pengguna.objects.filter(is_active=True).values_list("username", flat=True))
        if sandi is None or not ada & {a.username for a in akun}:
            raise CommandError("Akun demo belum ada. Jalankan: manage.py muat_awal --demo")
        nama = {w.pk: str(w) for w in Wilayah.objects.filter(pk__in=[a.wilayah for a in akun])}
        self.stdout.write(f"Akun demo (orang karangan). Kata sandi semuanya: {sandi}\n")
        for satu in akun:
            if satu.username in ada:
                self.stdout.write(_line(satu, nama))
        self.stdout.write(f"\nWarga, tanpa akun: {settings.SITE_URL}/lapor/ dan /simulasi/")


def _line(akun: Akun, nama: dict[str, str]) -> str:
    peran = Peran(akun.peran).label if akun.peran else "Superuser"
    di = akun.instansi or nama.get(akun.wilayah, "")
    return f"  {akun.username:<26}{peran:<32}{di:<22}{akun.nama:<24}{settings.SITE_URL}{akun.lihat}"
