"""The portal's own settings, with one more address: the bare view to compare with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.alamat"
