"""A GTK program as users have them: a window with one entry and one rich text. It copies when told, and takes pastes.

Commands come one a line on stdin, answers go one a line to stdout, both JSON:
{"do": "copy", "text": ...} puts text on the clipboard, as Gtk.Clipboard does for every GTK program;
{"do": "copies", "name": ..., "count": n, "every": ms} copies "<name> 1" to "<name> n", so far apart, and answers after the last;
{"do": "copy and stop", "text": ...} takes the clipboard and stops like a program that hangs, before anybody could read it;
{"do": "copy rich", "text": ...} puts it into the rich text, in bold, and copies it from there;
{"do": "copy image", "width": ..., "height": ...} copies an image of noise, as Gtk.Clipboard does: it is made when it is asked for;
{"do": "copy formats", "formats": {name: base64}} offers these; {"do": "asked"} answers which of them were asked for since;
{"do": "paste", "format": ...} answers with the clipboard's content in a format, base64, null where it is refused;
{"do": "rich"} answers with the rich text, and whether all of it is bold; {"do": "focus rich"} empties it and asks for the focus;
{"do": "text"} answers with the entry's text; {"do": "clear"} empties it; {"do": "focus"} asks for the focus.
"""

import base64
import json
import os
import random
import signal
import sys
import threading

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk, Pango  # noqa: E402

window = Gtk.Window(title=sys.argv[1] if len(sys.argv) > 1 else "gtk target")
window.set_default_size(300, 120)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
entry = Gtk.Entry()
rich = Gtk.TextView()
box.pack_start(entry, False, False, 0)
box.pack_start(rich, True, True, 0)
window.add(box)
buffer = rich.get_buffer()
bold = buffer.create_tag("bold", weight=Pango.Weight.BOLD)
buffer.register_serialize_tagset(None)
buffer.deserialize_set_can_create_tags(buffer.register_deserialize_tagset(None), True)
window.connect("destroy", Gtk.main_quit)
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)


# What "copy formats" offers: a widget of its own owns the selection, as in programs with formats of their own.
offering = Gtk.Invisible()
offered = {}
asked = []


def give(widget, selection, info, time):
    name = selection.get_target().name()
    asked.append(name)
    selection.set(selection.get_target(), 8, offered[name])


offering.connect("selection-get", give)


def copy_formats(formats):
    offered.clear()
    asked.clear()
    Gtk.selection_clear_targets(offering, Gdk.SELECTION_CLIPBOARD)
    for number, (name, content) in enumerate(formats.items()):
        offered[name] = base64.b64decode(content)
        Gtk.selection_add_target(offering, Gdk.SELECTION_CLIPBOARD, Gdk.Atom.intern(name, False), number)
    Gtk.selection_owner_set(offering, Gdk.SELECTION_CLIPBOARD, Gdk.CURRENT_TIME)


def noise(width, height):
    pixels = GLib.Bytes.new(random.Random(7).randbytes(width * height * 3))
    return GdkPixbuf.Pixbuf.new_from_bytes(pixels, GdkPixbuf.Colorspace.RGB, False, 8, width, height, width * 3)


def encode(width, height, channels, pixels, kind, options):
    data = GLib.Bytes.new(base64.b64decode(pixels))
    picture = GdkPixbuf.Pixbuf.new_from_bytes(
        data, GdkPixbuf.Colorspace.RGB, channels == 4, 8, width, height, width * channels
    )
    _, encoded = picture.save_to_bufferv(kind, list(options.keys()), list(options.values()))
    return base64.b64encode(encoded).decode()


def rich_text():
    start, end = buffer.get_bounds()
    place = start.copy()
    all_bold = not place.equal(end)
    while not place.equal(end):
        all_bold = all_bold and any(tag.props.weight >= Pango.Weight.BOLD for tag in place.get_tags())
        place.forward_char()
    return {"text": buffer.get_text(start, end, True), "bold": all_bold}


def paste(name):
    content = clipboard.wait_for_contents(Gdk.Atom.intern(name, False))
    data = None if content is None else content.get_data()
    return None if data is None else base64.b64encode(data).decode()


def answer(value):
    print(json.dumps(value), flush=True)


def copies(name, count, every):
    number = 0

    def copy_next():
        nonlocal number
        # Where the machine held this program up, it gives out what it was asked for meanwhile before it copies anew.
        Gdk.Display.get_default().sync()
        while Gtk.events_pending():
            Gtk.main_iteration()
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
    elif what == "copy rich":
        buffer.set_text("")
        buffer.insert_with_tags(buffer.get_start_iter(), command["text"], bold)
        buffer.select_range(*buffer.get_bounds())
        buffer.copy_clipboard(clipboard)
        answer({"done": what})
    elif what == "copy image":
        clipboard.set_image(noise(command["width"], command["height"]))
        answer({"done": what})
    elif what == "encode":
        arguments = (command[name] for name in ("width", "height", "channels", "pixels", "kind", "options"))
        answer({"content": encode(*arguments)})
    elif what == "copy formats":
        copy_formats(command["formats"])
        answer({"done": what})
    elif what == "asked":
        answer({"asked": asked})
    elif what == "paste":
        answer({"content": paste(command["format"])})
    elif what == "rich":
        answer(rich_text() | {"focus": rich.has_focus() and window.is_active()})
    elif what == "focus rich":
        buffer.set_text("")
        window.present()
        rich.grab_focus()
        answer({"done": what})
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
