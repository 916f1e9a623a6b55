from ekonomi.tugas.toko import toko as toko
