"""A GTK program as users have them: a window with one entry. It copies when told, and takes pastes.

Commands come one a line on stdin, answers go one a line to stdout, both JSON:
{"do": "copy", "text": ...} puts text on the clipboard, as Gtk.Clipboard does for every GTK program;
{"do": "copies", "name": ..., "count": n, "every": ms} copies "<name> 1" to "<name> n", so far apart, and answers after the last;
{"do": "copy and stop", "text": ...} takes the clipboard and stops like a program that hangs, before anybody could read it;
{"do": "text"} answers with the entry's text; {"do": "clear"} empties it; {"do": "focus"} asks for the focus.
"""

import json
import os
import signal
import sys
import threading

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

window = Gtk.Window(title=sys.argv[1] if len(sys.argv) > 1 else "gtk target")
window.set_default_size(300, 80)
entry = Gtk.Entry()
window.add(entry)
window.connect("destroy", Gtk.main_quit)
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)


def answer(value):
    print(json.dumps(value), flush=True)


def copies(name, count, every):
    number = 0

    def copy_next():
        nonlocal number
        number += 1
        clipboard.set_text(f"{name} {number}", -1)
        if number == count:
            answer({"done": "copies"})
        return number < count

    GLib.timeout_add(every, copy_next)


def run(command):
    what = command["do"]
    if what == "copy":
        clipboard.set_text(command["text"], -1)
        answer({"done": what})
    elif what == "copies":
        copies(command["name"], command["count"], command["every"])
    elif what == "copy and stop":
        clipboard.set_text(command["text"], -1)
        answer({"done": what})
        Gdk.Display.get_default().sync()
        os.kill(os.getpid(), signal.SIGSTOP)
    elif what == "text":
        answer({"text": entry.get_text(), "focus": entry.has_focus() and window.is_active()})
    elif what == "clear":
        entry.set_text("")
        answer({"done": what})
    elif what == "focus":
        window.present()
        entry.grab_focus()
        answer({"done": what})
    return False


def listen():
    for line in sys.stdin:
        GLib.idle_add(run, json.loads(line))
    GLib.idle_add(Gtk.main_quit)


window.show_all()
entry.grab_focus()
threading.Thread(target=listen, daemon=True).start()
GLib.idle_add(lambda: answer({"ready": True}) and False)
Gtk.main()
