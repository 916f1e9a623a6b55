"""Demo accounts: invented people, one random password per installation kept in DATA_DIR."""

import contextlib
import csv
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from wilayah.models import Instansi, Pengguna, Penugasan
from wilayah.peran import Peran
from wilayah.services.area import ensure_rt_rw

FIXTURES = Path(settings.BASE_DIR) / "fixtures" / "demo"
_SEJAK = timedelta(days=400)  # assigned since before the oldest demo report


@dataclass(frozen=True, slots=True)
class Akun:
    """One line of fixtures/demo/akun.csv; without `peran` it is the superuser."""

    username: str
    nama: str
    peran: str
    wilayah: str
    instansi: str
    sapaan: str
    nomor_wa: str
    lihat: str  # path of the page to look at first

    @property
    def email(self) -> str:
        return f"{self.username}@example.id"


def read_akun() -> list[Akun]:
    """The accounts in the order they are shown."""
    with (FIXTURES / "akun.csv").open(encoding="utf-8", newline="") as berkas:
        return [Akun(**row) for row in csv.DictReader(berkas)]


def sandi_path() -> Path:
    """Where the password of all demo accounts is kept (0600)."""
    return Path(settings.DATA_DIR) / "akun_demo.txt"


def read_sandi() -> str | None:
    """The password of the demo accounts, or None where none was made yet."""
    with contextlib.suppress(FileNotFoundError):
        return sandi_path().read_text(encoding="utf-8").strip() or None
    return None


def _make_sandi() -> str:
    sandi = "-".join(secrets.token_hex(3) for _ in range(3))
    path = sandi_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as berkas:
        berkas.write(f"{sandi}\n")
    if os.geteuid() == 0:  # the folder's owner must be able to run the portal too
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)
    return sandi


@transaction.atomic
def load_akun() -> int:
    """Make the missing demo accounts and their assignments; gives how many. Safe to repeat.

    When the password's file is new (another DATA_DIR), all demo accounts get that password.
    """
    akun = read_akun()
    ada = set(
        Pengguna.objects.filter(username__in=[a.username for a in akun]).values_list(
            "username", flat=True
        )
    )
    sandi = read_sandi()
    if sandi is not None and len(ada) == len(akun):
        return 0
    baru = sandi is None
    # hashed once: a slow hash for each of two dozen accounts would be most of the start
    hash_sandi = make_password(sandi or _make_sandi())
    if baru:
        Pengguna.objects.filter(username__in=ada).update(password=hash_sandi)
    for satu in akun:
        if satu.username not in ada:
            _add(satu, hash_sandi)
    return len(akun) - len(ada)


def _add(akun: Akun, hash_sandi: str) -> None:
    pengguna = Pengguna.objects.create(
        username=akun.username,
        nama=akun.nama,
        email=akun.email,
        nomor_wa=akun.nomor_wa,
        password=hash_sandi,
        is_staff=True,
        is_superuser=not akun.peran,
    )
    if not akun.peran:
        return
    Penugasan.objects.create(
        pengguna=pengguna,
        peran=Peran(akun.peran),
        wilayah_id=None if akun.instansi else akun.wilayah,
        instansi=_instansi(akun),
        sapaan=akun.sapaan,
        mulai=timezone.localdate() - _SEJAK,
    )


def _instansi(akun: Akun) -> Instansi | None:
    if not akun.instansi:
        return None
    found: Instansi = Instansi.objects.get(wilayah_id=akun.wilayah, kode=akun.instansi)
    return found


def load_rtrw() -> int:
    """RW and RT of the demo kelurahan from fixtures/demo/rtrw.csv; gives how many RT there are."""
    jumlah = 0
    with (FIXTURES / "rtrw.csv").open(encoding="utf-8", newline="") as berkas:
        for row in csv.DictReader(berkas):
            for rt in range(1, int(row["jumlah_rt"]) + 1):
                ensure_rt_rw(row["kelurahan"], rw=row["rw"], rt=str(rt))
                jumlah += 1
    return jumlah
