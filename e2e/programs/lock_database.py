"""Another program that writes to the app's database: it holds the lock for 100 ms, lets it go for 20 ms, and so on, until it is killed.

Run as: lock_database.py <file>. Says "locked" on stdout when it has had the lock for the first time.
"""

import sqlite3
import sys
import time

database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=5)
while True:
    database.execute("BEGIN IMMEDIATE")
    print("locked", flush=True)
    time.sleep(0.1)
    database.execute("COMMIT")
    time.sleep(0.02)
