"""One of the processes of bench.surat: issues every n-th letter that waits.

python -m bench.penerbit KE PROSES PENGGUNA
"""

import sys

import django


def main() -> None:
    django.setup()
    from dokumen.models import Surat  # noqa: PLC0415 - after django.setup()
    from dokumen.services import issue_surat  # noqa: PLC0415
    from wilayah.models import Pengguna  # noqa: PLC0415

    ke, proses, pengguna = (int(satu) for satu in sys.argv[1:4])
    lurah = Pengguna.objects.get(pk=pengguna)
    rows = Surat.objects.filter(status=Surat.Status.MENUNGGU).order_by("pk")
    bagian = list(rows)[ke::proses]
    print("siap", flush=True)
    sys.stdin.readline()
    for surat in bagian:
        issue_surat(surat, by=lurah)


if __name__ == "__main__":
    main()
