from ekonomi.admin import belanja as belanja
from ekonomi.admin import lapak as lapak
from ekonomi.admin import onboarding as onboarding
from ekonomi.admin import pesanan as pesanan
from ekonomi.admin import tarif as tarif
