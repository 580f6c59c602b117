// Every word that main shows, in Spanish.
// Never compute here, and never put clip content into a message.
import { countedIn } from '../counted';
import type { Messages } from './en';

const counted = countedIn('es');

export const es: Messages = {
  noSuchClip: (id) => `No existe el elemento ${id}.`,
  noSuchFormat: (id) => `El elemento ${id} no tiene ese formato; list --json indica los que tiene.`,
  noFormat: 'Un elemento necesita al menos un formato.',
  emptyText: 'El texto está vacío.',
  nothingToAdd: 'No hay nada que añadir: el texto está vacío.',
  noText: 'Este elemento no tiene texto.',
  textTooLong: 'Este texto supera 1 MB: es demasiado largo para cambiarlo aquí.',
  noSuchFile: 'Este elemento no indica ese archivo.',
  fileGone: 'Este archivo ya no existe.',
  oneLineOnly: 'Solo tiene una línea.',
  tooManyLines: (most) => `Tiene más de ${most} líneas: demasiados elementos.`,
  linkNotOpened: 'Desde aquí solo se pueden abrir direcciones web y de correo.',
  noProgramForLink: 'Ningún programa ha abierto el enlace. Se puede pegar en uno.',
  notJoined:
    'Solo se pueden unir textos, y uno de estos elementos no lo tiene: conviene dejarlo fuera o poner los elementos en cola.',
  joinedTooLong: 'Juntos, estos elementos son demasiado largos: hay que seleccionar menos.',
  notSaved: (why) => `No se ha guardado el elemento: ${why}. Hay que elegir otro lugar.`,
  saveNotAllowed: 'no se permite escribir ahí',
  saveDiskFull: 'el disco está lleno',
  saveNoFolder: 'la carpeta no existe',
  saveFailed: 'no se pudo escribir el archivo',
  notMovedUp: 'No se pudo subir el elemento al principio: no se pudo escribir el historial.',

  notPasted: (why) => `El elemento está en el portapapeles, pero no se ha pegado: ${why}`,
  notPastedReplaced: (why) => `No se ha pegado el elemento: ${why}`,
  notTakenRefused: 'Ese programa no acepta nada de lo que es este elemento. Está en el portapapeles.',
  notTakenNotAsked: 'Ese programa aún no ha pedido el elemento. Está en el portapapeles.',
  notTakenReplaced: 'Otro programa copió algo en ese momento, y puede que se haya pegado eso.',
  keyboardHeld: 'otro programa retiene el teclado.',
  clipboardReplaced: 'otro programa ha puesto otra cosa en el portapapeles.',
  noFocus: 'ninguna ventana estaba activa.',
  notQueuedHere: 'Aquí no se pueden poner elementos en cola: este sistema no avisa de cuándo se pega algo.',
  nothingPasted: (why) => `No se puede pegar nada: ${why}`,
  pasteDisplayGone: 'la pantalla X ya no está.',
  focusMoved: 'se ha activado otra ventana.',
  pickerLeft: 'la ventana de Clipstead se cerró antes de que el elemento estuviera listo.',
  noXtest: 'este servidor X no deja que los programas pulsen teclas (no tiene la extensión XTEST).',
  noPasteKey: (keys) => `este teclado no tiene tecla para ${keys} ni para Mayús+Insert.`,
  windowGone: 'la ventana ya no está.',
  focusNotBack: 'la ventana no volvió a activarse.',
  noPasteOnWayland: 'Pegar en otros programas aún no es posible en Wayland.',
  noPasteHere: 'Pegar en otros programas aún no es posible en este sistema.',

  clipboardNotTaken: 'No se pudo tomar el portapapeles; hay que intentarlo de nuevo.',
  displayGone: 'La pantalla X ya no está; no se puede copiar ni pegar nada hasta que vuelva.',
  compositorGone: 'El compositor de Wayland ya no está; no se puede copiar nada hasta que vuelva.',
  noDataControl:
    'Este escritorio no deja que los programas en segundo plano vean lo que se copia (no tiene data-control). ' +
    'KDE Plasma y cualquier sesión de X11 sí dejan.',
  clipboardNotWritten: 'El sistema no ha dejado escribir en el portapapeles.',
  clipboardNotWrittenOnMac: 'macOS no ha dejado escribir en el portapapeles.',
  clipboardNotRead: 'En este momento no se puede leer el portapapeles del sistema.',
  clipboardNotReached: 'No se pudo acceder al portapapeles de este sistema.',
  clipboardNotReachedSeeLog:
    'No se pudo acceder al portapapeles de este sistema; el registro de Clipstead indica dónde.',
  textOnlyYet: 'Por ahora, aquí solo se puede poner texto en el portapapeles.',
  wrongElectron: 'Esta versión de Clipstead no corresponde a su Electron; hay que volver a instalarla.',
  noXDisplay: (display) => `Ninguna pantalla X responde en ${display}.`,
  noCompositor: 'No responde ningún compositor de Wayland.',
  librariesDoNotFit: 'Las bibliotecas de este sistema no son compatibles.',
  displayPartGone:
    'La parte de Clipstead que se comunica con la pantalla ha terminado; hay que volver a iniciar Clipstead.',
  displayPartRestarts:
    'La parte de Clipstead que se comunica con la pantalla ha terminado y se está iniciando de nuevo.',
  xwaylandOnly:
    'Este escritorio Wayland oculta lo copiado a los programas en segundo plano: Clipstead solo ve lo que se copia mientras está activo un programa X11.',
  waylandHidesCopies:
    'Este escritorio Wayland oculta lo copiado a los programas en segundo plano y no tiene programas X11 (Xwayland); aquí Clipstead no puede ver lo que se copia.',
  noDisplay: 'No hay pantalla: no están definidos ni DISPLAY ni WAYLAND_DISPLAY.',
  notKept:
    'Lo que se copia no se guarda en este momento: no se pudo escribir el historial. El registro de Clipstead indica dónde.',
  pausedNotSaved: 'La captura está en pausa, pero no se pudo guardar para el próximo inicio.',
  resumedNotSaved: 'La captura está activa, pero no se pudo guardar para el próximo inicio.',

  diskFull: 'El disco está lleno: hay que liberar espacio y copiar de nuevo. Lo guardado antes está a salvo.',
  historyReadOnly:
    'Clipstead no puede escribir su historial: hay que permitir la escritura en su carpeta de datos y revisar el estado del disco.',
  historyLocked:
    'Otro programa tiene bloqueado el historial de Clipstead: hay que cerrarlo e intentarlo de nuevo.',
  historyDamaged:
    'El historial de Clipstead está dañado: hay que cerrar Clipstead, apartar su base de datos y volver a iniciarlo.',
  historyNotOpened:
    'Clipstead no puede abrir su historial: hay que comprobar que su carpeta de datos existe y pertenece al usuario.',
  diskFailed:
    'El disco no aceptó o no devolvió los datos de Clipstead: hay que revisar el disco e intentarlo de nuevo.',
  historyNoAnswer: 'El historial de Clipstead no respondió como debía: hay que volver a iniciar Clipstead.',
  historyFileGone:
    'Otro programa ha eliminado o sustituido el archivo del historial: hay que cerrar Clipstead y volver a iniciarlo.',
  historyClosed: 'El historial está cerrado: Clipstead se está cerrando.',
  readerStopped: 'La lectura del historial se interrumpió: hay que intentarlo de nuevo.',
  maintenanceStopped: 'El mantenimiento del historial se interrumpió: se intentará de nuevo.',
  damageFound:
    'Se han encontrado daños en el historial. Hay que cerrar Clipstead y volver a iniciarlo: entonces repara lo que puede con una copia de seguridad.',
  rescued:
    'Otro programa ha eliminado o sustituido el archivo del historial mientras Clipstead lo usa. Todos los elementos siguen ahí y se han guardado en una copia de seguridad: al cerrar Clipstead y volver a iniciarlo, se restauran.',
  notRescued:
    'Otro programa ha eliminado o sustituido el archivo del historial mientras Clipstead lo usa, y no se pudieron guardar sus elementos; se intentará de nuevo.',
  contentGone:
    'El contenido de este elemento se ha perdido: su archivo en la carpeta de datos fue eliminado o está dañado. Hay que copiarlo de nuevo o eliminar el elemento.',
  contentsGone: (n, count) =>
    counted(count, {
      one: `Se ha perdido el contenido de ${n} elemento grande: se eliminaron o dañaron archivos en «payloads», en la carpeta de datos. Sigue en la lista; hay que copiar el contenido de nuevo o eliminar lo que ya no haga falta.`,
      many: `Se ha perdido el contenido de ${n} de elementos grandes: se eliminaron o dañaron archivos en «payloads», en la carpeta de datos. Siguen en la lista; hay que copiar el contenido de nuevo o eliminar lo que ya no haga falta.`,
      other: `Se ha perdido el contenido de ${n} elementos grandes: se eliminaron o dañaron archivos en «payloads», en la carpeta de datos. Siguen en la lista; hay que copiar el contenido de nuevo o eliminar lo que ya no haga falta.`,
    }),
  noHistoryHere: 'No hay ningún historial en esta carpeta de datos: hay que comprobar su nombre.',
  noDatabaseLibrary:
    'Falta la biblioteca de base de datos para este entorno: hay que ejecutar «npm run setup» o volver a instalar Clipstead.',
  pragmaNotTaken: (pragma, found) =>
    `La base de datos del historial no aceptó el ajuste ${pragma} (indica ${found}); hay que comprobar que ningún otro programa haya cambiado el archivo y volver a iniciar Clipstead.`,
  newerHistory: (theirs, ours) =>
    `Un Clipstead más reciente escribió este historial (esquema ${theirs}; este conoce el ${ours}): hay que volver a instalar el más reciente.`,
  newerHistoryOpened: (why) => `${why} Hasta entonces se puede buscar y copiar en él, y no se guarda nada.`,
  openedForReading: (why) =>
    `${why} Hasta que se reinicie Clipstead se puede buscar y copiar en su historial, y lo que se copie queda en la memoria hasta entonces.`,
  notOpenedYet: (why) =>
    `${why} Hasta que se reinicie Clipstead no se puede mostrar su historial, y lo que se copie queda en la memoria hasta entonces.`,
  noRoomForBackup: (megabytes) =>
    `No hay espacio para una copia de seguridad del historial: hacen falta ${megabytes} MB en su disco.`,
  backupFailed:
    'Una copia de seguridad del historial no era válida y se ha desechado: hay que revisar el disco.',
  historyMissing: 'El archivo del historial no estaba',
  historyReplaced: 'Otro programa eliminó o sustituyó el archivo del historial',
  historyEmpty: 'El archivo del historial estaba vacío',
  historyWasDamaged: 'El historial estaba dañado',
  beginsAnew: (what) =>
    `${what} y no había ninguna copia de seguridad válida: empieza de nuevo, y lo copiado antes se ha perdido.`,
  restored: (what, when, n, count) =>
    counted(count, {
      one: `${what}: se restauró de la copia de seguridad del ${when} con ${n} elemento. Lo copiado después se ha perdido.`,
      many: `${what}: se restauró de la copia de seguridad del ${when} con ${n} de elementos. Lo copiado después se ha perdido.`,
      other: `${what}: se restauró de la copia de seguridad del ${when} con ${n} elementos. Lo copiado después se ha perdido.`,
    }),
  keptAside: (what, folder) => `${what} Lo que se encontró de él se conserva en ${folder}.`,
  lastCopiesGone:
    'Clipstead se interrumpió, y el archivo con las últimas copias ha desaparecido: puede haberse perdido lo copiado en los segundos anteriores.',
  lastCopiesDamaged:
    'Clipstead se interrumpió, y el archivo con las últimas copias estaba dañado y se ha apartado: puede haberse perdido lo copiado en los segundos anteriores.',

  copiesWait: (why) =>
    `${why} Lo que se copie entretanto queda en la memoria y se guardará cuando sea posible.`,
  copiesStored: (n, count) =>
    counted(count, {
      one: `El historial se puede escribir de nuevo: guardada ${n} copia que estaba en la memoria.`,
      many: `El historial se puede escribir de nuevo: guardadas ${n} de copias que estaban en la memoria.`,
      other: `El historial se puede escribir de nuevo: guardadas ${n} copias que estaban en la memoria.`,
    }),
  copiesGivenUp: (before, n, count) =>
    counted(count, {
      one: `${before} ${n} copia anterior no se pudo conservar y se ha perdido.`,
      many: `${before} ${n} de copias anteriores no se pudieron conservar y se han perdido.`,
      other: `${before} ${n} copias anteriores no se pudieron conservar y se han perdido.`,
    }),
  copiesTooFast: (n, count) =>
    counted(count, {
      one: `${n} copia llegó más rápido de lo que el disco pudo aceptar y se ha perdido.`,
      many: `${n} de copias llegaron más rápido de lo que el disco pudo aceptar y se han perdido.`,
      other: `${n} copias llegaron más rápido de lo que el disco pudo aceptar y se han perdido.`,
    }),
  leftOverUnreadable: (file) =>
    `No se pueden leer las copias que no se pudieron guardar antes del último cierre: se conservan en ${file}.`,
  leftOverStored: (n, count) =>
    counted(count, {
      one: `${n} copia que no se pudo guardar antes del último cierre está ahora en el historial.`,
      many: `${n} de copias que no se pudieron guardar antes del último cierre están ahora en el historial.`,
      other: `${n} copias que no se pudieron guardar antes del último cierre están ahora en el historial.`,
    }),

  onePatternOnly: 'Solo se puede buscar un /patrón/ a la vez.',
  patternNotSearched: (why) => `No se puede buscar este patrón: ${why}.`,
  patternNotUnderstood: 'no se entiende',
  patternClass: 'contiene una clase de caracteres incorrecta',
  patternRange: 'contiene un intervalo de caracteres incorrecto',
  patternEscape: 'contiene una secuencia de escape incorrecta',
  patternName: 'contiene un nombre de grupo incorrecto',
  patternGroup: 'contiene un tipo de grupo que aquí no se conoce',
  patternRepeatsRepeat: 'contiene una repetición tras otra',
  patternRepeatCount: 'contiene un número de repeticiones incorrecto',
  patternRepeatsNothing: 'contiene una repetición sin nada que repetir',
  patternNoBracket: 'falta un ] de cierre',
  patternNoParenthesis: 'falta un ) de cierre',
  patternParenthesis: 'un ) no tiene nada que cerrar',
  patternBackslash: 'termina en una barra invertida',
  patternTooLarge: 'es demasiado grande',

  settingsNotUsed: (why, file) =>
    `No se pudieron usar los ajustes (${why}), así que rigen los predeterminados y la captura está en pausa hasta que se reanude; ${file}`,
  settingsKeptAs: (name) => `el archivo anterior se conserva como ${name}.`,
  settingsNotMoved: 'no se pudo apartar el archivo anterior.',
  settingsWrong: (why) =>
    `El archivo de ajustes no se puede usar así (${why}); siguen rigiendo los ajustes de antes.`,
  separatorNotSaved: 'Este separador se usa ahora, pero no se pudo guardar para el próximo inicio.',
  hotkeyTaken: (keys) => `Otro programa usa el atajo ${keys}; hay que elegir otro en settings.json.`,
  hotkeyWrong: (keys) => `El atajo ${keys} no se puede registrar; hay que elegir otro en settings.json.`,
  ruleNotInForce: (rule, why) => `La regla «${rule}» para secretos no está en vigor. ${why}`,
  rulesNotInForce: (first, n) => `${first} Hay ${n} más: «clipstead rules» las enumera.`,
  noSuchRule: (known) => `No hay ninguna regla con ese nombre; existen: ${known}.`,
  ruleFindsNothing: 'Su patrón encuentra incluso un texto vacío, así que no se usa.',
  rulePatternWrong: (why) => `Su patrón no se puede usar: ${why}.`,
  ownRuleTooSlow: (rule) =>
    `Su regla «${rule}» para secretos no terminó de examinar una copia, así que esa copia no se conservó. Un patrón más sencillo en settings.json ayuda.`,
  ownRulesNotAsked:
    'No se pudo examinar una copia con sus propias reglas para secretos, así que esa copia no se conservó.',
  keysNotUsed: (why) =>
    `No se usan las teclas de settings.json: ${why}. Hay que cambiar esa línea; hasta entonces rigen las habituales.`,
  keysOf: (command, why) => `en «${command}», ${why}`,
  keysNoCommand: (command) => `no existe la orden «${command}»`,
  keysNoModifier: (part) => `«${part}» no es un modificador (Ctrl, Alt, Shift, Cmd, Mod)`,
  keysNoKey: (name) => `«${name}» no es una tecla que se pueda usar`,
  keysOneDigit: 'las cifras del 1 al 9 van juntas: hay que escribir Digit',
  keysForTyping: (chord) => `«${chord}» sirve para escribir: hay que añadir Ctrl o Alt`,
  keysNeedDigit: (command) => `«${command}» necesita Digit en sus teclas`,
  keysDigitElsewhere: 'Digit es solo para «paste-nth»',
  keysTwice: (chord, one, other) =>
    `${chord} valdría para «${one}» y para «${other}»; hay que dar otra tecla a una de ellas, o [] para ninguna`,

  somethingWrong: 'Algo ha fallado dentro de Clipstead; su registro indica dónde.',
  didNotWork: 'No ha funcionado; el registro de Clipstead indica dónde.',
  noSuchRequest: 'No existe esa petición.',
  pageRefused: 'Esta página no puede comunicarse con Clipstead.',
  requestNotUnderstood: 'No se ha entendido la petición.',
  cannotStart: 'Clipstead no se puede iniciar',

  trayOpen: 'Abrir Clipstead',
  trayPause: 'Pausar la captura',
  trayPauseMinutes: (n) => `Pausar ${n} minutos`,
  trayPauseHour: 'Pausar una hora',
  trayResume: 'Reanudar la captura',
  trayIgnoreNext: 'Pasar por alto la próxima copia',
  trayPaused: 'En pausa',
  trayPausedUntil: (time) => `En pausa hasta las ${time}`,
  trayIgnoringNext: 'La próxima copia se pasa por alto',
  trayNextPaste: (preview, behind) => `Se pegará: ${preview} (${behind})`,
  trayLast: 'el último',
  trayBehind: (n) => `${n} más detrás`,
  trayEndQueue: 'Terminar la cola',
  trayNothingYet: 'Aún no se ha copiado nada',
  trayWhiteSpace: '(espacios en blanco)',
  trayQuit: 'Cerrar Clipstead',
};
