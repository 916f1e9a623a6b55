from buku_besar.admin import akun, buku, jurnal

__all__ = ["akun", "buku", "jurnal"]
