from curhat.admin import aturan, curhat, latih, panduan, putar_ulang, taksonomi, tiket

__all__ = ["aturan", "curhat", "latih", "panduan", "putar_ulang", "taksonomi", "tiket"]
