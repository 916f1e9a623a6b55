from ekonomi.admin import rumah as rumah
