"""Waits for work in the database; here it only says whether the database answers."""

import os
import socket
import time

host = os.environ.get("DB_HOST", "localhost")

while True:
    try:
        with socket.create_connection((host, 5432), timeout=1):
            print("waiting for pictures", flush=True)
    except OSError as error:
        print(f"no database: {error}", flush=True)
    time.sleep(30)
