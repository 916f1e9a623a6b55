from curhat.admin import aturan, curhat, panduan, taksonomi, tiket

__all__ = ["aturan", "curhat", "panduan", "taksonomi", "tiket"]
