# ajuan
# meja
# rujukan
# rumah
# rapat
# pengetahuan
# kapasitas
# kecamatan
