from ekonomi.admin import mentor as mentor
from ekonomi.admin import omzet as omzet
from ekonomi.admin import survei as survei
