"""Django's own commands, for developers: `KITH_DB_ROLE=owner python manage.py makemigrations people`.

Operators use `bin/kith`, which starts the database and chooses its role.
"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
