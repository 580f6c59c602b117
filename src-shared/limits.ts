// Every cap and deadline of the product, each with its reason. Units stand in the names.
// Never put a value here that only a test needs.

/** A text above this is not stored: a copy this large is a file in all but name, and reading it must end. */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** An image above this is not stored: five times a 4K photo as PNG, and what a picture editor's whole canvas rarely needs. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

/** HTML and RTF: a long report with its styles. What is larger has pictures inside, and its plain text is kept all the same. */
export const MAX_RICH_TEXT_BYTES = 8 * 1024 * 1024;

/** A list of files: some 30,000 long paths. */
export const MAX_FILE_LIST_BYTES = 4 * 1024 * 1024;

/** A program's own format, and how many of them one clip may have: histories of others grew by such representations, not by text. */
export const MAX_RAW_BYTES = 1024 * 1024;
export const MAX_RAW_FORMATS = 8;

/** All formats of one clip together; what comes after it is full is left out. */
export const MAX_CLIP_BYTES = 72 * 1024 * 1024;

/** How long a selection owner may take to start answering, and between two INCR chunks, before it counts as hung. */
export const OWNER_ANSWER_MS = 500;

/** The same for what comes beside the text: an office writes its HTML and RTF only now, and a hung one makes the clip this late. */
export const EXTRA_ANSWER_MS = 1_500;

/** The same for an image: programs make the PNG only when they are asked, and a photo takes them seconds. */
export const IMAGE_ANSWER_MS = 8_000;

/** The whole of one read, all formats, however steadily it trickles in. */
export const OWNER_READ_MS = 5_000;

/** The same where the copy is an image. It holds up nothing: a newer copy ends it. */
export const IMAGE_READ_MS = 20_000;

/**
 * What a selection owner may still send at full speed after its copy was given up: dropped unread, so that the honest owner of a
 * far too large text comes to its end. What it sends beyond this is taken at MAX_DRAIN_RATE, for it may never end.
 */
export const MAX_DRAIN_BYTES = 256 * 1024 * 1024;

/** Bytes a second: nothing for the machine, and half a gigabyte in a minute. */
export const MAX_DRAIN_RATE = 8 * 1024 * 1024;

/**
 * A selection owner that offers more targets than this is lying or broken; nothing of it is read. Honest ones offer up to a
 * hundred. All names are looked at, since the last of them could be a password hint.
 */
export const MAX_TARGETS = 2_048;

/** The longest name of a format that is kept (RFC 6838 allows 127 on each side of the slash); LibreOffice's have parameters. */
export const MAX_FORMAT_NAME_CHARS = 255;

/** Bytes of a password hint's value that are read; the only value with a meaning is six bytes long. */
export const MAX_HINT_BYTES = 64;

/** X servers take a core request of 256 KiB; INCR chunks stay below it with room for the header. */
export const INCR_CHUNK_BYTES = 240 * 1024;

/** A program that we serve a large clip to, and that takes no chunk for this long, is given up; the others go on. */
export const REQUESTOR_IDLE_MS = 10_000;

/** How long a clipboard manager may take to save our clip when Clipstead quits; longer, and quitting would seem stuck. */
export const CLIPBOARD_HANDOVER_MS = 500;

/**
 * How long quitting waits for the process that goes on offering what was last copied from Clipstead: it starts in a third of a second,
 * and on a busy machine in one.
 */
export const CLIPBOARD_HOLDER_START_MS = 2_000;

/** And how long that process holds it: whoever comes back the next day does not expect it any more, and it is memory. */
export const CLIPBOARD_HOLD_MS = 24 * 60 * 60_000;

/** How long a display that ended may stay away for Clipstead to come back with it: an X server that crashed is there again in seconds. */
export const COMEBACK_MS = 30_000;

/** How often it is looked for. */
export const COMEBACK_TRY_MS = 250;

/** A clip's preview as it stands in the list: two rows of the widest window hold fewer characters than this. */
export const PREVIEW_CHARS = 200;

/** The part of a text that is searched. Beyond it nobody remembers what they look for. */
export const SEARCHED_BYTES = 64 * 1024;

/** A payload above this is a file of its own: in the database, storing 30 MB held the event loop for 70 ms, and deleting it 520 ms. */
export const INLINE_PAYLOAD_BYTES = 64 * 1024;

/** Rows in one page of the history. A first page fills the window three times. */
export const PAGE_ROWS = 50;

/** The most rows that one request may ask for (CLI `--limit`, IPC). */
export const MAX_PAGE_ROWS = 10_000;

/** The longest query that is taken; a paste into the search box must not become a scan of a megabyte needle. */
export const MAX_QUERY_CHARS = 1_000;

/** The picker offers to undo a deletion this long; a bar that stays is in the way. */
export const UNDO_DELETE_MS = 10_000;

/** A deleted clip can be brought back this long, then nothing of it is left: time to notice, and not to be found by others. */
export const TRASH_MS = 10 * 60_000;

/** How long a paste waits for the former window to have the focus again before it leaves the clip on the clipboard. */
export const FOCUS_BACK_MS = 1_000;

/**
 * A program that asked for what we offer, and asks for no more this long, has pasted: several formats of one paste follow each other
 * within milliseconds, and a hand needs longer between two pastes.
 */
export const TAKEN_QUIET_MS = 100;

/** How long a program that was pasted into may take to ask for the clip before the user is told that it has not. */
export const PASTE_TAKEN_MS = 2_000;

/** After a program has taken a paste and asks for no more, this long until the former clipboard comes back: some look a second time. */
export const GIVE_BACK_MS = 400;

/** Clips that can be picked together; joining or queuing more is a job for a program. */
export const MAX_PICKED_CLIPS = 200;

/** The picker's size, percent. Smaller letters cannot be read, and larger ones leave no room for a list. */
export const MIN_SCALE = 90;
export const MAX_SCALE = 200;

/** The longest text between joined clips. */
export const MAX_SEPARATOR_CHARS = 20;

/** How often it is looked whether the hotkey's modifiers are still held: a hand lets go no faster, and it is one request each. */
export const HOLD_POLL_MS = 30;

/** Where nobody tells whether the hotkey's key is down: a held key repeats faster than this, and a hand presses slower. */
export const KEY_REPEAT_MS = 100;

/** No held key waits longer than this before it repeats: desktops let the user set up to two seconds. */
export const KEY_REPEATS_AFTER_MS = 3_000;

/** How long a paste lets the user lift Shift or Ctrl before it lifts them itself. */
export const MODIFIER_RELEASE_MS = 150;

/** A selection that stays this long, with no mouse button down, is done: longer than the third click of a triple click takes. */
export const PRIMARY_QUIET_MS = 300;

/** And while a button is down, this is how often it is looked at. */
export const PRIMARY_BUTTON_MS = 100;

/** Polling interval where the system tells nobody of a change. */
export const POLL_MS = 250;

/** The same on battery: half as many wake-ups, and still shorter than two copies by hand are apart. */
export const BATTERY_POLL_MS = 500;

/** A CLI request or answer that makes no progress for this long is given up. */
export const CLI_IDLE_MS = 10_000;

/** The longest CLI request line (verb and arguments); bodies have MAX_TEXT_BYTES. */
export const CLI_LINE_BYTES = 64 * 1024;

/** Clips in the tray's menu. */
export const TRAY_CLIPS = 10;

/** Changes within this time make one push to the picker: shorter than a hand needs from Ctrl+C to the hotkey. */
export const CHANGE_DEBOUNCE_MS = 30;

/** In a burst of changes the picker is pushed this seldom: rendering each would take the time that reading copies needs. */
export const BURST_PUSH_MS = 150;

/** And this seldom where so many changes lie between two pushes as no hand makes: a program copies, and nobody reads along. */
export const FLOOD_CHANGES = 12;
export const FLOOD_PUSH_MS = 600;

/** In such a flood a search begins this long after the one before it, at the soonest. */
export const FLOOD_SEARCH_MS = 300;

/** A tray menu is made anew at most this often: it is some forty D-Bus messages, and nobody reads it faster. */
export const TRAY_UPDATE_MS = 500;

/** Clips that cannot be written wait in memory: an hour of heavy copying, and no more memory than a picture editor's undo. The largest clip fits. */
export const MAX_WAITING_CLIPS = 4_000;
export const MAX_WAITING_BYTES = 96 * 1024 * 1024;

/** Changes of the clipboard on their way to the main thread, which may be held up by its disk: their contents have MAX_WAITING_BYTES there too. */
export const MAX_QUEUED_EVENTS = 10_000;

/** A clip that takes longer to store is on a slow disk: those behind it are stored together, since one transaction writes hardly more. */
export const SLOW_STORE_MS = 25;

/** And so many in one transaction at most. */
export const MAX_STORED_TOGETHER = 200;

/** An end in order that takes longer is hung, and the process ends without it: a user waits for the next start, or the machine for its own end. */
export const QUIT_MS = 3_000;

/**
 * Within QUIT_MS, how long it waits for copies that are being written: the largest takes half a second on a slow disk. What is not
 * stored then goes into a file that the next start takes in.
 */
export const LAST_STORE_MS = 1_500;

/** The oldest clips beyond this go: as many as the engine is measured with. Pinned clips are not counted and never go. */
export const MAX_HISTORY_CLIPS = 1_000_000;

/** And beyond this many bytes of content: with its three backups the history stays within a tenth of a usual disk. */
export const MAX_HISTORY_BYTES = 4 * 1024 * 1024 * 1024;

/** A line of an export: the longest that is written holds 512 KB, six characters for each byte at the worst. */
export const MAX_EXPORT_LINE_BYTES = 4 * 1024 * 1024;

/** Formats of one imported clip: what a hundred copies of the same text, each with formats of its own, come to. */
export const MAX_CLIP_FORMATS = 1_024;

/** The name of a program in an import; X11 knows no limit, all other systems have shorter ones. */
export const MAX_SOURCE_APP_CHARS = 1_024;

/** An export that holds more than two full histories is none: an archive of 10 MB can unpack to 10 GB of nothing. */
export const MAX_IMPORT_CLIPS = 2 * MAX_HISTORY_CLIPS;
export const MAX_IMPORT_BYTES = 4 * MAX_HISTORY_BYTES;

/** Formats that the statistics name: programs invent their own. */
export const MAX_STATS_FORMATS = 100;

/** What judging one copy by the rules for secrets may take before it counts as not judged: usual texts take under one. */
export const SECRETS_MS = 250;

/**
 * A long text is looked through for keys and tokens up to here, and its last SEARCHED_BYTES: a log can be long, and what is longer than
 * this is more often data than words.
 */
export const FAR_BYTES = 4 * 1024 * 1024;

/** What the user's own rules may take for one copy, on a thread of their own, before it counts as not judged. */
export const OWN_RULES_MS = 2_000;

/** That thread is there, and has read fifty long patterns, within this time on a busy machine. */
export const OWN_RULES_START_MS = 10_000;

/** Within QUIT_MS, how long it waits for copies that are still being judged. */
export const JUDGED_AT_QUIT_MS = 500;

/** Changes of the clipboard within this time are one copy to a user: some programs take the clipboard several times for one Ctrl+C. */
export const SAME_COPY_MS = 500;

/** The longest time that capture can be paused for; beyond it, it is paused until resumed. */
export const MAX_PAUSE_MS = 24 * 60 * 60_000;

/** Events in the capture log: a morning of heavy copying. */
export const CAPTURE_LOG_EVENTS = 500;

/** Names of formats in one of its events: offices offer forty, and the first ones say what it was. */
export const MAX_LOGGED_NAMES = 48;

/** The part of a text that the preview shows: some 4,000 lines; whoever reads on opens it elsewhere. */
export const PREVIEW_TEXT_BYTES = 256 * 1024;

/** The part of an HTML clip that the preview shows, styles and comments not counted, in UTF-16 units and in tags: more can be felt. */
export const PREVIEW_HTML_CHARS = 96 * 1024;
export const PREVIEW_HTML_TAGS = 2_500;

/** Files of a list that are looked at and shown; more fill no screen. */
export const PREVIEW_FILES = 200;

/** How long the disk may take to say what became of all files of a list: one may lie on a server that is gone. */
export const FILE_FACTS_MS = 400;

/** Images with more pixels are not shown: a few kilobytes can unpack to gigabytes. Cameras of today stay below. */
export const MAX_SHOWN_PIXELS = 110_000_000;

/** Images with more pixels are not decoded unasked, for a thumbnail: unpacked, one of these is a quarter of a gigabyte for a moment. */
export const MAX_DECODED_PIXELS = 64_000_000;

/** The longer side of a thumbnail: twice that of its place in the list, and some more where it is cut to a square there. */
export const THUMBNAIL_PIXELS = 144;

/** What a thumbnail may come to; usual ones have 2 to 8 KB. */
export const MAX_THUMBNAIL_BYTES = 64 * 1024;

/** How long one image may take to be decoded and compared: the largest take two seconds here. */
export const DECODE_MS = 20_000;

/** How long the process that decodes images stays after the last one: it takes a tenth of a second to start, and holds 35 MB. */
export const DECODER_IDLE_MS = 3_000;

/** No image is decoded unasked before nothing was stored for so long: copying comes first. */
export const IMAGE_QUIET_MS = 250;

/** The longest text that is edited or turned into another one. */
export const MAX_EDITED_BYTES = 1024 * 1024;

/** What a turned or edited text may grow to, UTF-16 units: Base64 and indented JSON fit, a bomb does not. */
export const MAX_TRANSFORMED_CHARS = 4 * 1024 * 1024;

/** Lines that one clip may be split into. */
export const MAX_SPLIT_LINES = 500;

/** The part of a code that is shown in colours: a screen shows a fifteenth of it. */
export const MAX_HIGHLIGHTED_CHARS = 32 * 1024;

/** How long the text worker may take for one text: a grammar or a sort that takes longer would take the machine with it. */
export const TEXT_WORK_MS = 4_000;
