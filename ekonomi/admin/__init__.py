from ekonomi.admin import inovasi as inovasi
from ekonomi.admin import koperasi as koperasi
from ekonomi.admin import pinjaman as pinjaman
