# rencana
# persetujuan
# petugas
# kalender
# catatan
# janji
# survei
from luna_maya.admin import buku as buku
from luna_maya.admin import dokumentasi as dokumentasi
from luna_maya.admin import kit as kit
from luna_maya.admin import testimoni as testimoni
# peta
