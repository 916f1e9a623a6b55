# rencana
from luna_maya.admin import jenis as jenis
from luna_maya.admin import kontak_malam as kontak_malam
from luna_maya.admin import kunjungan as kunjungan
from luna_maya.admin import orang as orang
from luna_maya.admin import persetujuan as persetujuan
from luna_maya.admin import rencana as rencana
from luna_maya.admin import rencana_bobot as rencana_bobot
# persetujuan
# petugas
from luna_maya.admin import undangan as undangan
# kalender
from luna_maya.admin import catatan as catatan
from luna_maya.admin import janji as janji
from luna_maya.admin import tugas as tugas
# survei
from luna_maya.admin import kalender as kalender
# catatan
# janji
from luna_maya.admin import kegiatan as kegiatan
from luna_maya.admin import survei as survei
# dokumentasi
from luna_maya.admin import peta as peta
from luna_maya.admin import buku as buku
from luna_maya.admin import dokumentasi as dokumentasi
from luna_maya.admin import kit as kit
from luna_maya.admin import testimoni as testimoni
# peta
