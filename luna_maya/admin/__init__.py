# rencana
# persetujuan
from luna_maya.admin import jenis as jenis
from luna_maya.admin import kontak_malam as kontak_malam
from luna_maya.admin import kunjungan as kunjungan
from luna_maya.admin import orang as orang
# kalender
# catatan
# janji
# survei
from luna_maya.admin import buku as buku
from luna_maya.admin import dokumentasi as dokumentasi
from luna_maya.admin import kit as kit
from luna_maya.admin import testimoni as testimoni
# peta
