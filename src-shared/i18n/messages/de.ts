// Every word that main shows, in German.
// Never compute here, and never put clip content into a message.
import { countedIn } from '../counted';
import type { Messages } from './en';

const counted = countedIn('de');

export const de: Messages = {
  noSuchClip: (id) => `Den Eintrag ${id} gibt es nicht.`,
  noSuchFormat: (id) => `Eintrag ${id} hat dieses Format nicht; list --json nennt die vorhandenen.`,
  noFormat: 'Ein Eintrag braucht mindestens ein Format.',
  emptyText: 'Der Text ist leer.',
  nothingToAdd: 'Es gibt nichts hinzuzufügen: Der Text ist leer.',
  noText: 'Dieser Eintrag hat keinen Text.',
  textTooLong: 'Dieser Text ist größer als 1 MB: zu lang, um ihn hier zu ändern.',
  noSuchFile: 'Dieser Eintrag nennt keine solche Datei.',
  fileGone: 'Diese Datei ist nicht mehr vorhanden.',
  oneLineOnly: 'Er hat nur eine Zeile.',
  tooManyLines: (most) => `Er hat mehr als ${most} Zeilen: zu viele Einträge.`,
  linkNotOpened: 'Von hier lassen sich nur Web- und E-Mail-Adressen öffnen.',
  noProgramForLink: 'Kein Programm hat den Link geöffnet. Er kann stattdessen eingefügt werden.',
  notJoined:
    'Nur Texte lassen sich verbinden, und einer dieser Einträge hat keinen: ihn weglassen oder die Einträge einreihen.',
  joinedTooLong: 'Zusammen sind diese Einträge zu lang: weniger auswählen.',
  notSaved: (why) => `Der Eintrag wurde nicht gesichert: ${why}. Einen anderen Ort wählen.`,
  saveNotAllowed: 'dort darf nichts geschrieben werden',
  saveDiskFull: 'der Datenträger ist voll',
  saveNoFolder: 'den Ordner gibt es nicht',
  saveFailed: 'die Datei ließ sich nicht schreiben',
  notMovedUp: 'Der Eintrag konnte nicht nach oben rücken: Der Verlauf ließ sich nicht schreiben.',

  notPasted: (why) => `Der Eintrag ist in der Zwischenablage, wurde aber nicht eingefügt: ${why}`,
  notPastedReplaced: (why) => `Der Eintrag wurde nicht eingefügt: ${why}`,
  notTakenRefused:
    'Dieses Programm nimmt nichts von dem, was dieser Eintrag ist. Er ist in der Zwischenablage.',
  notTakenNotAsked: 'Dieses Programm hat den Eintrag noch nicht abgeholt. Er ist in der Zwischenablage.',
  notTakenReplaced:
    'Ein anderes Programm hat in diesem Moment etwas kopiert; vielleicht wurde das eingefügt.',
  keyboardHeld: 'Ein anderes Programm hält die Tastatur.',
  clipboardReplaced: 'Ein anderes Programm hat etwas anderes in die Zwischenablage gelegt.',
  noFocus: 'Kein Fenster war im Vordergrund.',
  notQueuedHere:
    'Hier lassen sich Einträge nicht einreihen: Dieses System meldet nicht, wenn etwas eingefügt wurde.',
  nothingPasted: (why) => `Es kann nichts eingefügt werden: ${why}`,
  pasteDisplayGone: 'Der X-Bildschirm ist nicht mehr da.',
  focusMoved: 'Ein anderes Fenster ist in den Vordergrund gekommen.',
  pickerLeft: 'Das Fenster von Clipstead wurde geschlossen, bevor der Eintrag bereit war.',
  noXtest: 'Dieser X-Server lässt kein Programm Tasten drücken (ihm fehlt die Erweiterung XTEST).',
  noPasteKey: (keys) => `Diese Tastatur hat keine Taste für ${keys} und auch nicht für Umschalt+Einfg.`,
  windowGone: 'Das Fenster ist nicht mehr da.',
  focusNotBack: 'Das Fenster kam nicht wieder in den Vordergrund.',
  noPasteOnWayland: 'Das Einfügen in andere Programme gibt es unter Wayland noch nicht.',
  noPasteHere: 'Das Einfügen in andere Programme gibt es auf diesem System noch nicht.',

  clipboardNotTaken: 'Die Zwischenablage ließ sich nicht übernehmen; noch einmal versuchen.',
  displayGone:
    'Der X-Bildschirm ist nicht mehr da; bis er zurück ist, kann nichts kopiert oder eingefügt werden.',
  compositorGone: 'Der Wayland-Compositor ist nicht mehr da; bis er zurück ist, kann nichts kopiert werden.',
  noDataControl:
    'Dieser Desktop zeigt Programmen im Hintergrund nicht, was kopiert wird (ihm fehlt data-control). ' +
    'KDE Plasma und jede Sitzung auf X11 tun es.',
  clipboardNotWritten: 'Das System ließ die Zwischenablage nicht beschreiben.',
  clipboardNotWrittenOnMac: 'macOS ließ die Zwischenablage nicht beschreiben.',
  clipboardNotRead: 'Die Zwischenablage des Systems ist im Moment nicht lesbar.',
  clipboardNotReached: 'Die Zwischenablage dieses Systems war nicht erreichbar.',
  clipboardNotReachedSeeLog:
    'Die Zwischenablage dieses Systems war nicht erreichbar; das Protokoll von Clipstead nennt die Stelle.',
  textOnlyYet: 'Hier kann bisher nur Text in die Zwischenablage gelegt werden.',
  wrongElectron: 'Dieser Build von Clipstead passt nicht zu seinem Electron; Clipstead neu installieren.',
  noXDisplay: (display) => `Auf ${display} antwortet kein X-Bildschirm.`,
  noCompositor: 'Es antwortet kein Wayland-Compositor.',
  librariesDoNotFit: 'Die Bibliotheken dieses Systems passen nicht.',
  displayPartGone:
    'Der Teil von Clipstead, der mit dem Bildschirm spricht, wurde beendet; Clipstead neu starten.',
  displayPartRestarts:
    'Der Teil von Clipstead, der mit dem Bildschirm spricht, wurde beendet und wird neu gestartet.',
  xwaylandOnly:
    'Dieser Wayland-Desktop verbirgt Kopien vor Programmen im Hintergrund: Clipstead sieht nur, was kopiert wird, während ein X11-Programm im Vordergrund ist.',
  waylandHidesCopies:
    'Dieser Wayland-Desktop verbirgt Kopien vor Programmen im Hintergrund und hat keine X11-Programme (Xwayland); Clipstead kann hier keine Kopien sehen.',
  noDisplay: 'Es gibt keinen Bildschirm: Weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt.',
  notKept:
    'Kopien werden im Moment nicht behalten: Der Verlauf ließ sich nicht schreiben. Das Protokoll von Clipstead nennt die Stelle.',
  pausedNotSaved: 'Die Erfassung ist pausiert, aber das ließ sich nicht für den nächsten Start sichern.',
  resumedNotSaved: 'Die Erfassung läuft, aber das ließ sich nicht für den nächsten Start sichern.',

  diskFull:
    'Der Datenträger ist voll: Platz schaffen und noch einmal kopieren. Was schon gespeichert war, ist sicher.',
  historyReadOnly:
    'Clipstead darf seinen Verlauf nicht schreiben: den Datenordner beschreibbar machen und den Zustand des Datenträgers prüfen.',
  historyLocked:
    'Ein anderes Programm hält den Verlauf von Clipstead gesperrt: dieses Programm schließen und noch einmal versuchen.',
  historyDamaged:
    'Der Verlauf von Clipstead ist beschädigt: Clipstead beenden, die Datenbank beiseitelegen und neu starten.',
  historyNotOpened:
    'Clipstead kann seinen Verlauf nicht öffnen: prüfen, ob es den Datenordner gibt und ob er dem Benutzer gehört.',
  diskFailed:
    'Der Datenträger hat die Daten von Clipstead nicht angenommen oder nicht hergegeben: ihn prüfen und noch einmal versuchen.',
  historyNoAnswer: 'Der Verlauf von Clipstead hat nicht geantwortet, wie er sollte: Clipstead neu starten.',
  historyFileGone:
    'Ein anderes Programm hat die Datei des Verlaufs gelöscht oder ersetzt: Clipstead beenden und neu starten.',
  historyClosed: 'Der Verlauf ist geschlossen: Clipstead wird beendet.',
  readerStopped: 'Das Lesen des Verlaufs brach mittendrin ab: noch einmal versuchen.',
  maintenanceStopped: 'Die Pflege des Verlaufs brach mittendrin ab: Sie wird noch einmal versucht.',
  damageFound:
    'Im Verlauf wurde ein Schaden gefunden. Clipstead beenden und neu starten: Dann wird repariert, was eine Sicherung hergibt.',
  rescued:
    'Ein anderes Programm hat die Datei des Verlaufs gelöscht oder ersetzt, während Clipstead sie benutzt. Alle Einträge sind noch da und wurden gesichert: Clipstead beenden und neu starten, dann werden sie wiederhergestellt.',
  notRescued:
    'Ein anderes Programm hat die Datei des Verlaufs gelöscht oder ersetzt, während Clipstead sie benutzt, und die Einträge ließen sich nicht sichern; es wird noch einmal versucht.',
  contentGone:
    'Der Inhalt dieses Eintrags ist verloren: Seine Datei im Datenordner wurde gelöscht oder beschädigt. Neu kopieren oder den Eintrag löschen.',
  contentsGone: (n, count) =>
    counted(count, {
      one: `Der Inhalt von ${n} großen Eintrag ist verloren: Dateien unter „payloads“ im Datenordner wurden gelöscht oder beschädigt. Er bleibt in der Liste; den Inhalt neu kopieren oder löschen, was nicht mehr gebraucht wird.`,
      other: `Der Inhalt von ${n} großen Einträgen ist verloren: Dateien unter „payloads“ im Datenordner wurden gelöscht oder beschädigt. Sie bleiben in der Liste; den Inhalt neu kopieren oder löschen, was nicht mehr gebraucht wird.`,
    }),
  noHistoryHere: 'In diesem Datenordner gibt es keinen Verlauf: seinen Namen prüfen.',
  noDatabaseLibrary:
    'Die Datenbankbibliothek für diese Laufzeit fehlt: „npm run setup“ ausführen oder Clipstead neu installieren.',
  pragmaNotTaken: (pragma, found) =>
    `Die Datenbank des Verlaufs hat die Einstellung ${pragma} nicht übernommen (sie meldet ${found}); prüfen, ob ein anderes Programm die Datei verändert hat, und Clipstead neu starten.`,
  newerHistory: (theirs, ours) =>
    `Ein neueres Clipstead hat diesen Verlauf geschrieben (Schema ${theirs}, dieses kennt ${ours}): das neuere wieder installieren.`,
  newerHistoryOpened: (why) =>
    `${why} Bis dahin lässt sich darin suchen und daraus kopieren; gespeichert wird nichts.`,
  openedForReading: (why) =>
    `${why} Bis Clipstead neu gestartet wird, lässt sich im Verlauf suchen und daraus kopieren; was kopiert wird, bleibt bis dahin im Arbeitsspeicher.`,
  notOpenedYet: (why) =>
    `${why} Bis Clipstead neu gestartet wird, kann der Verlauf nicht gezeigt werden; was kopiert wird, bleibt bis dahin im Arbeitsspeicher.`,
  noRoomForBackup: (megabytes) =>
    `Für eine Sicherung des Verlaufs fehlt der Platz: ${megabytes} MB werden auf seinem Datenträger gebraucht.`,
  backupFailed: 'Eine Sicherung des Verlaufs war fehlerhaft und wurde verworfen: den Datenträger prüfen.',
  historyMissing: 'Die Datei des Verlaufs war nicht mehr da',
  historyReplaced: 'Ein anderes Programm hat die Datei des Verlaufs gelöscht oder ersetzt',
  historyEmpty: 'Die Datei des Verlaufs war leer',
  historyWasDamaged: 'Der Verlauf war beschädigt',
  beginsAnew: (what) =>
    `${what}, und es gab keine gute Sicherung: Er beginnt neu, und was vorher kopiert wurde, ist verloren.`,
  restored: (what, when, n, count) =>
    counted(count, {
      one: `${what}: Er wurde aus der Sicherung vom ${when} mit ${n} Eintrag wiederhergestellt. Was danach kopiert wurde, ist verloren.`,
      other: `${what}: Er wurde aus der Sicherung vom ${when} mit ${n} Einträgen wiederhergestellt. Was danach kopiert wurde, ist verloren.`,
    }),
  keptAside: (what, folder) => `${what} Was davon gefunden wurde, liegt in ${folder}.`,
  lastCopiesGone:
    'Clipstead wurde unterbrochen, und die Datei mit den letzten Kopien ist verschwunden: Was in den Sekunden davor kopiert wurde, kann verloren sein.',
  lastCopiesDamaged:
    'Clipstead wurde unterbrochen, und die Datei mit den letzten Kopien war beschädigt und wurde beiseitegelegt: Was in den Sekunden davor kopiert wurde, kann verloren sein.',

  copiesWait: (why) =>
    `${why} Was inzwischen kopiert wird, bleibt im Arbeitsspeicher und wird gespeichert, sobald es geht.`,
  copiesStored: (n, count) =>
    counted(count, {
      one: `Der Verlauf lässt sich wieder schreiben: ${n} Kopie aus dem Arbeitsspeicher gespeichert.`,
      other: `Der Verlauf lässt sich wieder schreiben: ${n} Kopien aus dem Arbeitsspeicher gespeichert.`,
    }),
  copiesGivenUp: (before, n, count) =>
    counted(count, {
      one: `${before} ${n} frühere Kopie konnte nicht gehalten werden und ist verloren.`,
      other: `${before} ${n} frühere Kopien konnten nicht gehalten werden und sind verloren.`,
    }),
  copiesTooFast: (n, count) =>
    counted(count, {
      one: `${n} Kopie kam schneller, als der Datenträger sie aufnehmen konnte, und ist verloren.`,
      other: `${n} Kopien kamen schneller, als der Datenträger sie aufnehmen konnte, und sind verloren.`,
    }),
  leftOverUnreadable: (file) =>
    `Kopien, die vor dem letzten Ende nicht gespeichert werden konnten, sind nicht lesbar: Sie liegen in ${file}.`,
  leftOverStored: (n, count) =>
    counted(count, {
      one: `${n} Kopie, die vor dem letzten Ende nicht gespeichert werden konnte, ist jetzt im Verlauf.`,
      other: `${n} Kopien, die vor dem letzten Ende nicht gespeichert werden konnten, sind jetzt im Verlauf.`,
    }),

  onePatternOnly: 'Es kann nur nach einem /Muster/ zugleich gesucht werden.',
  patternNotSearched: (why) => `Nach diesem Muster kann nicht gesucht werden: ${why}.`,
  patternNotUnderstood: 'es wird nicht verstanden',
  patternClass: 'eine Zeichenklasse darin ist falsch',
  patternRange: 'ein Zeichenbereich darin ist falsch',
  patternEscape: 'eine Maskierung darin ist falsch',
  patternName: 'der Name einer Gruppe darin ist falsch',
  patternGroup: 'es hat eine Art von Gruppe, die hier nicht bekannt ist',
  patternRepeatsRepeat: 'darin folgt eine Wiederholung auf eine andere',
  patternRepeatCount: 'eine Anzahl von Wiederholungen darin ist falsch',
  patternRepeatsNothing: 'eine Wiederholung darin hat nichts zu wiederholen',
  patternNoBracket: 'eine schließende ] fehlt',
  patternNoParenthesis: 'eine schließende ) fehlt',
  patternParenthesis: 'eine schließende ) hat nichts zu schließen',
  patternBackslash: 'es endet mit einem Backslash',
  patternTooLarge: 'es ist zu groß',

  settingsNotUsed: (why, file) =>
    `Die Einstellungen waren nicht brauchbar (${why}); deshalb gelten die Vorgaben, und die Erfassung ist pausiert, bis sie fortgesetzt wird; ${file}`,
  settingsKeptAs: (name) => `die alte Datei ist als ${name} erhalten.`,
  settingsNotMoved: 'die alte Datei ließ sich nicht beiseitelegen.',
  settingsWrong: (why) =>
    `Die Einstellungsdatei ist so nicht brauchbar (${why}); es gelten weiter die Einstellungen von vorher.`,
  separatorNotSaved: 'Dieses Trennzeichen gilt jetzt, ließ sich aber nicht für den nächsten Start sichern.',
  hotkeyTaken: (keys) =>
    `Das Tastenkürzel ${keys} gehört einem anderen Programm; ein anderes in settings.json wählen.`,
  hotkeyWrong: (keys) =>
    `Das Tastenkürzel ${keys} lässt sich nicht anmelden; ein anderes in settings.json wählen.`,
  ruleNotInForce: (rule, why) => `Die Regel „${rule}“ für Geheimnisse gilt nicht. ${why}`,
  rulesNotInForce: (first, n) => `${first} ${n} weitere: „clipstead rules“ führt sie auf.`,
  noSuchRule: (known) => `Eine Regel mit diesem Namen gibt es nicht; es gibt: ${known}.`,
  ruleFindsNothing: 'Ihr Muster findet sogar einen leeren Text und wird deshalb nicht verwendet.',
  rulePatternWrong: (why) => `Ihr Muster ist nicht brauchbar: ${why}.`,
  ownRuleTooSlow: (rule) =>
    `Ihre Regel „${rule}“ für Geheimnisse wurde mit einer Kopie nicht fertig, deshalb wurde diese nicht behalten. Ein einfacheres Muster in settings.json hilft.`,
  ownRulesNotAsked:
    'Ihre eigenen Regeln für Geheimnisse ließen sich zu einer Kopie nicht befragen, deshalb wurde diese nicht behalten.',
  keysNotUsed: (why) =>
    `Die Tasten in settings.json werden nicht verwendet: ${why}. Diese Zeile ändern; bis dahin gelten die üblichen Tasten.`,
  keysOf: (command, why) => `bei „${command}“: ${why}`,
  keysNoCommand: (command) => `einen Befehl „${command}“ gibt es nicht`,
  keysNoModifier: (part) => `„${part}“ ist keine Zusatztaste (Ctrl, Alt, Shift, Cmd, Mod)`,
  keysNoKey: (name) => `„${name}“ ist keine verwendbare Taste`,
  keysOneDigit: 'die Ziffern 1 bis 9 gehören zusammen: Digit schreiben',
  keysForTyping: (chord) => `„${chord}“ ist zum Tippen da: Ctrl oder Alt hinzufügen`,
  keysNeedDigit: (command) => `„${command}“ braucht Digit in seinen Tasten`,
  keysDigitElsewhere: 'Digit ist nur für „paste-nth“',
  keysTwice: (chord, one, other) =>
    `${chord} stünde für „${one}“ und für „${other}“; einem davon eine andere Taste geben oder [] für keine`,

  somethingWrong: 'In Clipstead ist etwas schiefgegangen; sein Protokoll nennt die Stelle.',
  didNotWork: 'Das hat nicht geklappt; das Protokoll von Clipstead nennt die Stelle.',
  noSuchRequest: 'Diese Anfrage gibt es nicht.',
  pageRefused: 'Diese Seite darf nicht mit Clipstead sprechen.',
  requestNotUnderstood: 'Die Anfrage wurde nicht verstanden.',
  cannotStart: 'Clipstead kann nicht starten',

  trayOpen: 'Clipstead öffnen',
  trayPause: 'Erfassung pausieren',
  trayPauseMinutes: (n) => `${n} Minuten pausieren`,
  trayPauseHour: 'Eine Stunde pausieren',
  trayResume: 'Erfassung fortsetzen',
  trayIgnoreNext: 'Nächste Kopie übergehen',
  trayPaused: 'Pausiert',
  trayPausedUntil: (time) => `Pausiert bis ${time}`,
  trayIgnoringNext: 'Die nächste Kopie wird übergangen',
  trayNextPaste: (preview, behind) => `Als Nächstes: ${preview} (${behind})`,
  trayLast: 'der letzte',
  trayBehind: (n) => `danach noch ${n}`,
  trayEndQueue: 'Reihe beenden',
  trayNothingYet: 'Noch nichts kopiert',
  trayWhiteSpace: '(Leerraum)',
  trayQuit: 'Clipstead beenden',
};
