"""Every setting of the portal, read from the environment (see docs/menjalankan.md).

Embedded mode (no DATABASE_URL): database and secrets live in DATA_DIR and are made on first use.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from config import (
    basisdata,
    geo,
    log,
    rahasia,
    setelan_ekonomi,
    setelan_luna,
    setelan_ruko,
    tampilan,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default="") or BASE_DIR / ".data").resolve()
EMBEDDED = not env.str("DATABASE_URL", default="")
UJI = env.bool("HAI_LURAH_UJI", default=False)
# Demo mode shows the simulator and seeds invented people. Never on unless asked for.
DEMO = env.bool("HAI_LURAH_DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

SECRETS = rahasia.load(DATA_DIR, embedded=EMBEDDED)
SECRET_KEY = SECRETS["SECRET_KEY"]
DATA_KEYS = SECRETS["DATA_KEYS"].split(",")  # Fernet keys, newest first
HASH_KEY = SECRETS["HASH_KEY"]  # keyed hashes of people's channel ids, PINs and addresses

SITE_URL = env.str("SITE_URL", default="")
if not SITE_URL and not EMBEDDED and not UJI:
    raise ImproperlyConfigured(
        "Variabel lingkungan belum diisi: SITE_URL (alamat portal bagi warga)."
    )
SITE_URL = SITE_URL or f"http://127.0.0.1:{env.int('PORT', default=8000)}"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many reverse proxies stand before us. 0: X-Forwarded-For is ignored, so it cannot be forged.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
HTTPS = env.bool("HTTPS", default=not EMBEDDED)

INSTALLED_APPS = [
    "wilayah.apps.WilayahConfig",
    "pesan.apps.PesanConfig",
    "dokumen.apps.DokumenConfig",
    "buku_besar.apps.BukuBesarConfig",
    "hadir.apps.HadirConfig",
    "curhat.apps.CurhatConfig",
    "ekonomi.apps.EkonomiConfig",
    "luna_maya.apps.LunaMayaConfig",
    "ruko_parsel.apps.RukoParselConfig",
    "dasbor.apps.DasborConfig",
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "template_partials",
    "leaflet",
    "import_export",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "pgtrigger",
    "axes",
]

MIDDLEWARE = [
    # first, so that what another one refuses has an id and a line too
    "config.middleware.JejakPermintaan",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.KebijakanKonten",
    "config.middleware.BatasBadan",
    "config.middleware.TanpaNol",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dasbor.context.portal",
            ],
        },
    },
]

DATABASES = {
    "default": basisdata.django_database(DATA_DIR) if EMBEDDED else env.db_url("DATABASE_URL"),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if not UJI:
    # With the database gone a request waits this long for a connection, then fails (for /status/).
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("DB_POOL_SIZE", default=10),
        "timeout": 2,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "wilayah.Pengguna"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wilayah.backends.PeranBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 1  # hours
# A kiosk or a shared mobile address must never lock others out: lock the account with the address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT or None
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"] if PROXY_COUNT else ["REMOTE_ADDR"]
)
AXES_ENABLED = not UJI or env.bool("AXES_ENABLED", default=False)
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = env.list("SILENCED_SYSTEM_CHECKS", default=[])

LANGUAGE_CODE = "id"
LOCALE_PATHS = [BASE_DIR / "locale"]  # before the libraries' own words (locale/README.md)
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"  # never served by URL: attachments go through a view that checks
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if UJI
            else "config.statik.PenyimpananStatik"
        ),
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # a webhook or form body without its files
DATA_UPLOAD_MAX_NUMBER_FILES = 12

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS and not UJI
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"

# Without a mail server there is no mail: a message printed or thrown away must not be called sent.
# The demo keeps its mail as files.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SUREL_KE_BERKAS = False
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
    if not EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        raise ImproperlyConfigured(
            "EMAIL_URL harus alamat peladen surel: smtp+tls://... (atau kosong)."
        )
elif DEMO:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "config.surel.SurelBerkas", str(DATA_DIR / "surel")
    SUREL_KE_BERKAS = True
SUREL_ADA = UJI or not EMAIL_BACKEND.endswith("dummy.EmailBackend")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hai-lurah@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "wilayah.kunci_api.KunciApiAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 50,
    # for each token and each web process: a limit for what has gone mad, not for what is busy
    "DEFAULT_THROTTLE_RATES": {
        "ingest": env.str("LAJU_INGEST", default="6000/min"),
        "notify": env.str("LAJU_NOTIFY", default="300/min"),
    },
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "HAI LURAH",
    "DESCRIPTION": "API portal kelurahan: tiket, curhat, ringkasan dasbor, dan penerimaan pesan.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["curhat.schema.leave_out_aliases"],
}

LEAFLET_CONFIG = {
    "DEFAULT_CENTER": (-7.63, 111.53),
    "DEFAULT_ZOOM": 13,
    "TILES": env.str("MAP_TILES", default="https://tile.openstreetmap.org/{z}/{x}/{y}.png"),
    "ATTRIBUTION_PREFIX": "© OpenStreetMap",
    "RESET_VIEW": False,
}
GEOS_LIBRARY_PATH, GDAL_LIBRARY_PATH = geo.library_paths(env)

# Celery: the broker is the same database unless CELERY_BROKER_URL says otherwise.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
BROKER_IS_DATABASE = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "hai_lurah"
CELERY_BEAT_SCHEDULE = {
    "detak": {"task": "pesan.tasks.beat", "schedule": 10.0, "options": {"expires": 20}},
    "sapu": {"task": "pesan.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "sapu-tiket": {"task": "curhat.tasks.sweep", "schedule": 60.0, "options": {"expires": 120}},
    # Sunday night: the week's corrections are in, nobody works
    "latih": {"task": "curhat.tasks.latih", "schedule": crontab("30", "22", day_of_week="sun")},
    "segarkan-model": {"task": "curhat.tasks.segarkan_model", "schedule": crontab("15", "1")},
    "retensi": {"task": "pesan.tasks.apply_retensi", "schedule": 3600.0},
    **setelan_ekonomi.JADWAL,
    **setelan_luna.JADWAL,
    **setelan_ruko.JADWAL,
    "bersih-antrean": {"task": "pesan.tasks.purge_antrean", "schedule": 24 * 3600.0},
}

# Channels and the apps that take what comes in. First handler that claims a message has it.
PESAN_KANAL = ["pesan.kanal.whatsapp.WhatsApp", "pesan.kanal.web.Web"]
if SUREL_ADA:
    PESAN_KANAL.append("pesan.kanal.email.Email")
PESAN_HANDLERS = [
    "pesan.perintah.handle",
    "curhat.aman.handle",
    "curhat.ambil_alih.handle",
    "curhat.isu_masuk.handle",
    *setelan_ekonomi.PESAN_HANDLERS,
    *setelan_luna.PESAN_HANDLERS,
    *setelan_ruko.PESAN_HANDLERS,
    "curhat.masuk.handle",
]
# Handlers that wait for an answer; of two, the one that asked last is heard first (pesan.giliran).
PESAN_BERTANYA = {
    **setelan_ekonomi.PESAN_BERTANYA,
    **setelan_luna.PESAN_BERTANYA,
    **setelan_ruko.PESAN_BERTANYA,
}
# Function () -> querysets of what messages are about (`rujukan`) that only MELIHAT_RAHASIA may see.
PESAN_TERTUTUP = "curhat.kerahasiaan.sensitive_rujukan"
# Functions (kontak) -> None that erase a person from their app.
PENGHAPUS = [
    "curhat.penghapus.erase",
    "ekonomi.penghapus.erase",
    "luna_maya.penghapus.erase",
    "ruko_parsel.penghapus.erase",
    "ruko_parsel.siaga_penghapus.erase",
    "dokumen.penghapus.erase",
    "pesan.penghapus.erase",
]
# Functions (kontak) -> bool: whether an app still needs this person's reply address.
PENAHAN_ALAMAT = [
    "curhat.services.anggota.holds_alamat",
    *setelan_ekonomi.PENAHAN_ALAMAT,
    *setelan_luna.PENAHAN_ALAMAT,
    *setelan_ruko.PENAHAN_ALAMAT,
]
# Desks a Rujukan can be offered to: key -> dotted path of a wilayah.rujukan.Meja.
RUJUKAN_MEJA = {
    "curhat": "curhat.rujukan.MejaTiket",
    **setelan_ekonomi.RUJUKAN_MEJA,
    **setelan_luna.RUJUKAN_MEJA,
    **setelan_ruko.RUJUKAN_MEJA,
}
# takes personal data out of what staff write into histories that nobody can erase
PENYAMAR_CATATAN = "curhat.triase.samaran.mask_catatan"
TEMPLAT_BERPIN = [
    *setelan_ekonomi.TEMPLAT_BERPIN,
    *setelan_luna.TEMPLAT_BERPIN,
    *setelan_ruko.TEMPLAT_BERPIN,
]
SINYAL = setelan_luna.SINYAL
TAUTAN_VIDEO = setelan_luna.TAUTAN_VIDEO
# Functions (pengguna, dari, sampai) -> wilayah.ical.Acara that a person's calendar feed holds.
KALENDER_SUMBER = [*setelan_luna.KALENDER_SUMBER, *setelan_ruko.KALENDER_SUMBER]
TAUTAN_SUMBER = setelan_ruko.TAUTAN_SUMBER
TREN_SUMBER = setelan_ruko.TREN_SUMBER
HADIR_DAFTAR = {**setelan_ekonomi.HADIR_DAFTAR, **setelan_ruko.HADIR_DAFTAR}
BUKU_SEBELUM_TUTUP = setelan_ekonomi.BUKU_SEBELUM_TUTUP

WHATSAPP_API_URL = env.str("WHATSAPP_API_URL", default="https://graph.facebook.com")
WHATSAPP_API_VERSION = env.str("WHATSAPP_API_VERSION", default="23.0")
if DEMO:
    WHATSAPP_API_URL = env.str("WHATSAPP_API_URL", default=f"{SITE_URL}/simulasi/graph")

# Language model: off unless OPENAI_MODEL is set, and then off in every area until switched on.
OPENAI_BASE_URL = env.str("OPENAI_BASE_URL", default="")
OPENAI_API_KEY = env.str("OPENAI_API_KEY", default="")
OPENAI_MODEL = env.str("OPENAI_MODEL", default="")
OPENAI_TRANSCRIBE_MODEL = env.str("OPENAI_TRANSCRIBE_MODEL", default="")
MODEL_BATAS_DETIK = env.float("MODEL_BATAS_DETIK", default=8.0)  # one call with all its tries
MODEL_BATAS_SUARA_DETIK = env.float("MODEL_BATAS_SUARA_DETIK", default=30.0)
MODEL_PERCOBAAN = env.int("MODEL_PERCOBAAN", default=3)
MODEL_SERENTAK = env.int("MODEL_SERENTAK", default=8)  # calls at a time of one worker
MODEL_TOKEN_MAKS = env.int("MODEL_TOKEN_MAKS", default=1200)  # of one answer
MODEL_KEYAKINAN = env.float("MODEL_KEYAKINAN", default=0.6)  # below it the rules answer goes
MODEL_ANGGARAN_TOKEN = env.int("MODEL_ANGGARAN_TOKEN", default=300_000)  # a day and kelurahan
# Rupiah for a million tokens read and written, and for a minute of speech
MODEL_HARGA_MASUK = env.int("MODEL_HARGA_MASUK", default=0)
MODEL_HARGA_KELUAR = env.int("MODEL_HARGA_KELUAR", default=0)
MODEL_HARGA_SUARA = env.int("MODEL_HARGA_SUARA", default=0)
MODEL_TINJAU_BANYAK = env.int("MODEL_TINJAU_BANYAK", default=500)  # first answers of a kelurahan
MODEL_TINJAU_MENIT = env.int("MODEL_TINJAU_MENIT", default=15)
SUARA_MAKS_DETIK = env.int("SUARA_MAKS_DETIK", default=180)  # longer ones are for people to hear
if OPENAI_MODEL or OPENAI_TRANSCRIBE_MODEL:
    # a queue and a process of its own: a slow model never takes the place of who sends answers
    CELERY_TASK_ROUTES = {"curhat.tasks.run_model": {"queue": "hai_lurah_model"}}
    CELERY_BEAT_SCHEDULE["sapu-model"] = {
        "task": "curhat.tasks.run_model",
        "schedule": 5.0,
        "options": {"expires": 10, "queue": "hai_lurah_model"},
    }

# Retention in days per class of data (design.md, People's numbers and consent).
RETENSI_HARI = {
    "muatan_mentah": env.int("RETENSI_MUATAN_MENTAH", default=90),
    "alamat_balas": env.int("RETENSI_ALAMAT_BALAS", default=1),
    "pesan_keluar": env.int("RETENSI_PESAN_KELUAR", default=365),
    "pin": env.int("RETENSI_PIN", default=1),  # in messages and forms; a hash of it stays
    "curhat": env.int("RETENSI_CURHAT", default=730),  # words and files, after the report's end
    "draf_surat": env.int("RETENSI_DRAF_SURAT", default=90),  # never issued: fields
    "surat": env.int("RETENSI_SURAT", default=1825),  # issued: fields; the register row stays
    "simpanan_model": env.int("RETENSI_SIMPANAN_MODEL", default=7),  # answers kept for reuse
    "panggilan_model": env.int("RETENSI_PANGGILAN_MODEL", default=730),  # figures, no words
    **setelan_ekonomi.RETENSI_HARI,
    **setelan_luna.RETENSI_HARI,
    **setelan_ruko.RETENSI_HARI,
}
# Functions (now) -> {class of RETENSI_HARI: rows}, run every hour.
RETENSI = [
    "pesan.retensi.blank_pesan",
    "curhat.retensi.blank_curhat",
    "dokumen.retensi.blank_surat",
    "curhat.retensi.purge_model",
    *setelan_ekonomi.RETENSI,
    *setelan_luna.RETENSI,
    *setelan_ruko.RETENSI,
]
# Corrections of private cases teach the classifier only where this says so, and without any name.
LATIH_RAHASIA_TERSAMAR = env.bool("LATIH_RAHASIA_TERSAMAR", default=False)
# Held-out corrections without which no version is switched on by itself.
LATIH_UJI_MINIMUM = env.int("LATIH_UJI_MINIMUM", default=30)
LAMPIRAN_MAX_BYTES = 10 * 1024 * 1024
BERKAS_KELUAR_MAX_BYTES = 10 * 1024 * 1024  # below what every channel takes (pesan/berkas.py)
# A conversation that staff took over goes back to the assistant after so long without their word.
AMBIL_ALIH_JAM = env.int("AMBIL_ALIH_JAM", default=4)
CURHAT_PER_JAM = env.int("CURHAT_PER_JAM", default=6)
# Seconds between the acknowledgement and the advice in a conversation; LANJUT brings it at once.
JEDA_SARAN_DETIK = env.int("JEDA_SARAN_DETIK", default=60)
# Words of one person within so many seconds of the first are one story (0: never) …
GABUNG_DETIK = env.int("GABUNG_DETIK", default=60)
# … and on the same matter within so many seconds more about it, not a new report (0: never).
SUSULAN_DETIK = env.int("SUSULAN_DETIK", default=1800)
# [NOTIF] for one kelurahan within ten minutes from web forms; beyond these, one digest.
NOTIF_FORMULIR_MAKS = env.int("NOTIF_FORMULIR_MAKS", default=5)
# Days within which two reports may be one problem, by class of subject (curhat.isu_kelas).
ISU_JENDELA_HARI = {
    "cepat": env.int("ISU_JENDELA_CEPAT", default=7),
    "biasa": env.int("ISU_JENDELA_BIASA", default=30),
    "lama": env.int("ISU_JENDELA_LAMA", default=90),
}
# "Saya juga" from web pages for one problem in an hour; beyond these a person looks first.
ISU_IKUT_PER_JAM = env.int("ISU_IKUT_PER_JAM", default=30)
OMZET_WAJAR = setelan_ekonomi.OMZET_WAJAR
TOKO_BATAS_BAYAR_JAM = setelan_ekonomi.TOKO_BATAS_BAYAR_JAM
TOKO_BATAS_JAWAB_JAM = setelan_ekonomi.TOKO_BATAS_JAWAB_JAM
TOKO_SELESAI_HARI = setelan_ekonomi.TOKO_SELESAI_HARI
TOKO_PESANAN_PER_JAM = setelan_ekonomi.TOKO_PESANAN_PER_JAM
# Wrong PINs in an hour from one address before its tries are spaced out, and of all together.
PIN_SALAH_PER_ASAL = env.int("PIN_SALAH_PER_ASAL", default=60)
PIN_SALAH_SEMUA = env.int("PIN_SALAH_SEMUA", default=600)
# Unknown letters asked for in an hour from one address before it has to wait.
SURAT_SALAH_PER_ASAL = env.int("SURAT_SALAH_PER_ASAL", default=60)
# Pages a device may keep and open without a signal, of all apps.
ANTREAN_HALAMAN = setelan_luna.ANTREAN_HALAMAN
CATATAN_TUTUP_HARI = setelan_luna.CATATAN_TUTUP_HARI

UNFOLD = tampilan.UNFOLD

LOGGING_CONFIG = None
log.configure(debug=DEBUG, quiet=UJI)
PHONENUMBER_REGION = "ID"
