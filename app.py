"""The application, for `flask` and any WSGI server: `waitress-serve app:app`, `gunicorn app:app`."""

from outreach import create_app

app = create_app()
