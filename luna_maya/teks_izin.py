"""The text a host is shown before answering: what may be recorded and shown, with its version.

fixtures/luna/persetujuan.json. A changed text needs a new `versi`: answers keep the one they saw.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

_BERKAS = Path(settings.BASE_DIR) / "fixtures" / "luna" / "persetujuan.json"
# With children in the house these are never a yes by default, and need the guardian's word.
PERLU_WALI = frozenset({"foto", "video", "suara", "tampil"})


@dataclass(frozen=True, slots=True)
class ButirIzin:
    """One thing that may be allowed or not; `bawaan` is its answer when nothing is said."""

    kunci: str
    tanya: str
    label: str
    penjelasan: str
    bawaan: bool

    def default_for(self, *, ada_anak: bool) -> bool:
        return self.bawaan and not (ada_anak and self.kunci in PERLU_WALI)


@dataclass(frozen=True, slots=True)
class TeksIzin:
    """The whole text of one version."""

    versi: str
    judul: str
    pengantar: str
    izin: tuple[ButirIzin, ...]
    anak: str
    wali: str
    cabut: str

    def defaults(self, *, ada_anak: bool) -> dict[str, bool]:
        """{kunci: allowed} of a host who says yes and nothing more."""
        return {butir.kunci: butir.default_for(ada_anak=ada_anak) for butir in self.izin}

    def butir(self, kunci: str) -> ButirIzin:
        """Raises StopIteration for an unknown key."""
        return next(satu for satu in self.izin if satu.kunci == kunci)


@lru_cache(maxsize=1)
def load_teks() -> TeksIzin:
    """The text in use."""
    isi = json.loads(_BERKAS.read_text(encoding="utf-8"))
    izin = tuple(ButirIzin(**satu) for satu in isi.pop("izin"))
    return TeksIzin(izin=izin, **isi)
