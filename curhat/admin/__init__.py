from curhat.admin import aturan, curhat, isu, obrolan, panduan, taksonomi, tiket

__all__ = ["aturan", "curhat", "isu", "obrolan", "panduan", "taksonomi", "tiket"]
