from ekonomi.admin import angka_rumah as angka_rumah
from ekonomi.admin import impor as impor
from ekonomi.admin import mentor as mentor
from ekonomi.admin import mirip as mirip
from ekonomi.admin import omzet as omzet
from ekonomi.admin import produk_lokal as produk_lokal
from ekonomi.admin import rumah as rumah
from ekonomi.admin import survei as survei
