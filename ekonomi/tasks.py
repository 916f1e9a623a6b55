from ekonomi.tugas.omzet import omzet as omzet
from ekonomi.tugas.toko import toko as toko
