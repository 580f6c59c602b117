// Every word that main shows, in English: what it reports to the picker, notifications, the tray, dialogs. The command line and the
// log take these too. Never compute here, and never put clip content into a message.
import { countedIn } from '../counted';

const counted = countedIn('en');

export const en = {
  // Clips
  noSuchClip: (id: string) => `There is no clip ${id}.`,
  noSuchFormat: (id: string) => `Clip ${id} has no such format; list --json names those that it has.`,
  noFormat: 'A clip needs at least one format.',
  emptyText: 'The text is empty.',
  nothingToAdd: 'There is nothing to add: the text is empty.',
  noText: 'This clip has no text.',
  textTooLong: 'This text is over 1 MB: too long to be changed here.',
  noSuchFile: 'This clip names no such file.',
  fileGone: 'This file is no longer there.',
  oneLineOnly: 'There is only one line in it.',
  tooManyLines: (most: string, _count: number) => `It has more than ${most} lines: too many clips.`,
  linkNotOpened: 'Only web and mail addresses can be opened from here.',
  noProgramForLink: 'No program opened the link. Paste it into one.',
  notJoined:
    'Only texts can be joined, and one of these clips has none: leave it out, or queue the clips instead.',
  joinedTooLong: 'Together these clips are too long: pick fewer of them.',
  notSaved: (why: string) => `The clip was not saved: ${why}. Choose another place.`,
  saveNotAllowed: 'nothing may be written there',
  saveDiskFull: 'the disk is full',
  saveNoFolder: 'the folder is not there',
  saveFailed: 'the file could not be written',
  notMovedUp: 'The clip could not be moved to the top: the history could not be written.',

  // Pasting
  notPasted: (why: string) => `The clip is on the clipboard but was not pasted: ${why}`,
  notPastedReplaced: (why: string) => `The clip was not pasted: ${why}`,
  notTakenRefused: 'That program takes nothing of what this clip is. The clip is on the clipboard.',
  notTakenNotAsked: 'That program has not asked for the clip yet. It is on the clipboard.',
  notTakenReplaced: 'Another program copied something at that moment, which may have been pasted instead.',
  keyboardHeld: 'another program holds the keyboard.',
  clipboardReplaced: 'another program has put something else on the clipboard.',
  noFocus: 'no window had the focus.',
  notQueuedHere: 'Clips cannot be queued here: this system does not tell when something was pasted.',
  nothingPasted: (why: string) => `Nothing can be pasted: ${why}`,
  pasteDisplayGone: 'the X display is gone.',
  focusMoved: 'the focus moved to another window.',
  pickerLeft: 'the picker was closed before the clip was ready.',
  noXtest: 'this X server lets no program press keys (it has no XTEST extension).',
  noPasteKey: (keys: string) => `this keyboard has no key for ${keys}, nor for Shift+Insert.`,
  windowGone: 'the window has gone.',
  focusNotBack: 'the window did not get the focus back.',
  noPasteOnWayland: 'Pasting into other programs is not built for Wayland yet.',
  noPasteHere: 'Pasting into other programs is not built for this system yet.',

  // The clipboard
  clipboardNotTaken: 'The clipboard could not be taken; try again.',
  displayGone: 'The X display is gone; nothing can be copied or pasted until it is back.',
  compositorGone: 'The Wayland compositor is gone; nothing can be copied until it is back.',
  noDataControl:
    'This desktop does not let programs in the background see copies (it has no data-control). ' +
    'KDE Plasma does, and any session on X11.',
  clipboardNotWritten: 'The system did not let the clipboard be written.',
  clipboardNotWrittenOnMac: 'macOS did not let the clipboard be written.',
  clipboardNotRead: 'The system’s clipboard cannot be read at the moment.',
  clipboardNotReached: 'The clipboard of this system could not be reached.',
  clipboardNotReachedSeeLog:
    'The clipboard of this system could not be reached; Clipstead’s log names the place.',
  textOnlyYet: 'Only text can be put on the clipboard here yet.',
  wrongElectron: 'This build of Clipstead does not fit its Electron; install it again.',
  noXDisplay: (display: string) => `No X display answers at ${display}.`,
  noCompositor: 'No Wayland compositor answers.',
  librariesDoNotFit: 'This system’s libraries do not fit.',
  displayPartGone: 'The part of Clipstead that talks to the display has ended; start Clipstead again.',
  displayPartRestarts:
    'The part of Clipstead that talks to the display has ended and is being started again.',
  xwaylandOnly:
    'This is a Wayland desktop that hides copies from programs in the background: Clipstead sees only what is copied while an X11 program has the focus.',
  waylandHidesCopies:
    'This is a Wayland desktop that hides copies from programs in the background, without X11 programs (Xwayland); Clipstead cannot see copies here.',
  noDisplay: 'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.',
  notKept:
    'What you copy is not kept at the moment: the history could not be written. Clipstead’s log names the place.',
  pausedNotSaved: 'Capture is paused, but this could not be saved for the next start.',
  resumedNotSaved: 'Capture is on, but this could not be saved for the next start.',

  // The history
  diskFull: 'The disk is full: free some space and copy again. What was stored before is safe.',
  historyReadOnly:
    "Clipstead may not write its history: make its data folder writable and check the disk's state.",
  historyLocked: "Another program holds Clipstead's history locked: close that program and try again.",
  historyDamaged: "Clipstead's history is damaged: quit Clipstead, move its database away and start again.",
  historyNotOpened:
    "Clipstead cannot open its history: check that its data folder exists and is the user's own.",
  diskFailed: "The disk did not take or give Clipstead's data: check the disk, then try again.",
  historyNoAnswer: "Clipstead's history did not answer as it should: start Clipstead again.",
  historyFileGone:
    'Another program deleted or replaced the history’s file: quit Clipstead and start it again.',
  historyClosed: 'The history is closed: Clipstead is quitting.',
  readerStopped: "The history's reader stopped in the middle: try again.",
  maintenanceStopped: "The history's maintenance stopped in the middle: it is tried again.",
  damageFound:
    'Damage was found in the history. Quit Clipstead and start it again: it then repairs what it can from a backup.',
  rescued:
    'Another program deleted or replaced the history’s file while Clipstead uses it. All clips are still there and were saved as a ' +
    'backup: quit Clipstead and start it again, it then restores them.',
  notRescued:
    'Another program deleted or replaced the history’s file while Clipstead uses it, and saving its clips failed; it is tried again.',
  contentGone:
    'The content of this clip is gone: its file in the data folder was deleted or damaged. Copy it anew, or delete the clip.',
  contentsGone: (n: string, count: number) =>
    counted(count, {
      one: `The content of ${n} large clip is gone: files in the data folder’s “payloads” were deleted or damaged. It stays in the list; copy the content anew, or delete what you no longer need.`,
      other: `The content of ${n} large clips is gone: files in the data folder’s “payloads” were deleted or damaged. They stay in the list; copy the content anew, or delete what you no longer need.`,
    }),
  noHistoryHere: 'There is no history in this data folder: check its name.',
  noDatabaseLibrary:
    'The database library for this runtime is missing: run "npm run setup", or install Clipstead again.',
  pragmaNotTaken: (pragma: string, found: string) =>
    `The history's database did not take the setting ${pragma} (it says ${found}); check that no other program changed the file, and start Clipstead again.`,
  newerHistory: (theirs: string, ours: string) =>
    `A newer Clipstead wrote this history (schema ${theirs}, this one knows ${ours}): install the newer one again.`,
  newerHistoryOpened: (why: string) =>
    `${why} Until then it can be searched and copied from, and nothing is stored.`,
  openedForReading: (why: string) =>
    `${why} Until you start Clipstead again its history can be searched and copied from, and what you copy is kept in memory until then.`,
  notOpenedYet: (why: string) =>
    `${why} Until you start Clipstead again its history cannot be shown, and what you copy is kept in memory until then.`,
  noRoomForBackup: (megabytes: string, _count: number) =>
    `There is no room for a backup of the history: ${megabytes} MB are needed on its disk.`,
  backupFailed: 'A backup of the history did not hold and was thrown away: check the disk.',
  historyMissing: 'The history’s file was gone',
  historyReplaced: 'Another program deleted or replaced the history’s file',
  historyEmpty: 'The history’s file was empty',
  historyWasDamaged: 'The history was damaged',
  beginsAnew: (what: string) =>
    `${what} and there was no good backup: it begins anew, and what was copied before is lost.`,
  restored: (what: string, when: string, n: string, count: number) =>
    counted(count, {
      one: `${what}: it was restored from the backup of ${when} with ${n} clip. What was copied after that is lost.`,
      other: `${what}: it was restored from the backup of ${when} with ${n} clips. What was copied after that is lost.`,
    }),
  keptAside: (what: string, folder: string) => `${what} What was found of it is kept in ${folder}.`,
  lastCopiesGone:
    'Clipstead was cut off, and the file with the last copies is gone: what was copied in the seconds before may be lost.',
  lastCopiesDamaged:
    'Clipstead was cut off, and the file with the last copies was damaged and put aside: what was copied in the seconds before may be lost.',

  // Copies that wait
  copiesWait: (why: string) => `${why} What you copy meanwhile is kept in memory and stored when it can be.`,
  copiesStored: (n: string, count: number) =>
    counted(count, {
      one: `The history can be written again: ${n} copy from memory stored.`,
      other: `The history can be written again: ${n} copies from memory stored.`,
    }),
  copiesGivenUp: (before: string, n: string, count: number) =>
    counted(count, {
      one: `${before} ${n} copy before could not be kept and is lost.`,
      other: `${before} ${n} copies before could not be kept and are lost.`,
    }),
  copiesTooFast: (n: string, count: number) =>
    counted(count, {
      one: `${n} copy came faster than the disk could take them and is lost.`,
      other: `${n} copies came faster than the disk could take them and are lost.`,
    }),
  leftOverUnreadable: (file: string) =>
    `Copies that could not be stored before the last end cannot be read: they are kept in ${file}.`,
  leftOverStored: (n: string, count: number) =>
    counted(count, {
      one: `${n} copy that could not be stored before the last end is in the history now.`,
      other: `${n} copies that could not be stored before the last end are in the history now.`,
    }),

  // Searching
  onePatternOnly: 'Only one /pattern/ can be searched for at a time.',
  patternNotSearched: (why: string) => `This pattern cannot be searched for: ${why}.`,
  patternNotUnderstood: 'it is not understood',
  patternClass: 'a class of characters in it is wrong',
  patternRange: 'a range of characters in it is wrong',
  patternEscape: 'an escape in it is wrong',
  patternName: 'the name of a group in it is wrong',
  patternGroup: 'it has a kind of group that is not known here',
  patternRepeatsRepeat: 'one repetition follows another in it',
  patternRepeatCount: 'a number of repetitions in it is wrong',
  patternRepeatsNothing: 'a repetition in it has nothing to repeat',
  patternNoBracket: 'a closing ] is missing',
  patternNoParenthesis: 'a closing ) is missing',
  patternParenthesis: 'a closing ) has nothing to close',
  patternBackslash: 'it ends with a backslash',
  patternTooLarge: 'it is too large',

  // Settings
  settingsNotUsed: (why: string, file: string) =>
    `The settings could not be used (${why}), so the defaults are, and capture is paused until you resume it; ${file}`,
  settingsKeptAs: (name: string) => `the old file is kept as ${name}.`,
  settingsNotMoved: 'the old file could not be moved away.',
  settingsWrong: (why: string) =>
    `The settings file cannot be used as it is (${why}); the settings from before stay in force.`,
  separatorNotSaved: 'This separator is used now, but could not be saved for the next start.',
  hotkeyTaken: (keys: string) =>
    `The hotkey ${keys} is taken by another program; choose another one in settings.json.`,
  hotkeyWrong: (keys: string) =>
    `The hotkey ${keys} is not one that can be registered; choose another one in settings.json.`,
  ruleNotInForce: (rule: string, why: string) => `The rule “${rule}” for secrets is not in force. ${why}`,
  rulesNotInForce: (first: string, n: string, _count: number) =>
    `${first} ${n} more: "clipstead rules" lists them.`,
  noSuchRule: (known: string) => `There is no rule of this name; there are: ${known}.`,
  ruleFindsNothing: 'Its pattern finds even an empty text, so it is not used.',
  rulePatternWrong: (why: string) => `Its pattern cannot be used: ${why}.`,
  ownRuleTooSlow: (rule: string) =>
    `Your rule “${rule}” for secrets did not get done with a copy, so that copy was not kept. A simpler pattern in settings.json helps.`,
  ownRulesNotAsked: 'Your own rules for secrets could not be asked about a copy, so that copy was not kept.',
  keysNotUsed: (why: string) =>
    `The keys in settings.json are not used: ${why}. Change that line; until then the keys are the usual ones.`,
  keysOf: (command: string, why: string) => `of "${command}", ${why}`,
  keysNoCommand: (command: string) => `there is no command "${command}"`,
  keysNoModifier: (part: string) => `"${part}" is no modifier (Ctrl, Alt, Shift, Cmd, Mod)`,
  keysNoKey: (name: string) => `"${name}" is no key that can be used`,
  keysOneDigit: 'the digits 1 to 9 go together: write Digit',
  keysForTyping: (chord: string) => `"${chord}" is for typing: add Ctrl or Alt`,
  keysNeedDigit: (command: string) => `"${command}" needs Digit in its keys`,
  keysDigitElsewhere: 'Digit is for "paste-nth" alone',
  keysTwice: (chord: string, one: string, other: string) =>
    `${chord} would mean both "${one}" and "${other}"; give one of them another key, or [] for none`,

  // Clipstead itself
  somethingWrong: 'Something went wrong inside Clipstead; its log names the place.',
  didNotWork: 'That did not work; Clipstead’s log names the place.',
  noSuchRequest: 'There is no such request.',
  pageRefused: 'This page may not talk to Clipstead.',
  requestNotUnderstood: 'The request was not understood.',
  cannotStart: 'Clipstead cannot start',

  // The tray
  trayOpen: 'Open Clipstead',
  trayPause: 'Pause Capture',
  trayPauseMinutes: (n: string, _count: number) => `Pause for ${n} Minutes`,
  trayPauseHour: 'Pause for an Hour',
  trayResume: 'Resume Capture',
  trayIgnoreNext: 'Ignore the Next Copy',
  trayPaused: 'Paused',
  trayPausedUntil: (time: string) => `Paused until ${time}`,
  trayIgnoringNext: 'The next copy is ignored',
  trayNextPaste: (preview: string, behind: string) => `Next paste: ${preview} (${behind})`,
  trayLast: 'the last one',
  trayBehind: (n: string, _count: number) => `${n} more behind it`,
  trayEndQueue: 'End the Queue',
  trayNothingYet: 'Nothing copied yet',
  trayWhiteSpace: '(white space)',
  trayQuit: 'Quit Clipstead',
};

export type Messages = typeof en;
