"""Settings of the bare project."""

ALLOWED_HOSTS = ["*"]
SECRET_KEY = "made-up-for-a-benchmark-and-nothing-else"
ROOT_URLCONF = "benchmarks.bare.urls"
MIDDLEWARE: list[str] = []
USE_I18N = False
