# ajuan
# meja
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
