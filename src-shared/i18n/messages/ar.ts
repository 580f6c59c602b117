// Every word that main shows, in Arabic. Names and paths are kept apart from the sentence: they are read the other way.
// Never compute here, and never put clip content into a message.
import { countedIn, isolated } from '../counted';
import type { Messages } from './en';

const counted = countedIn('ar');

/** "نسخة واحدة", "نسختان", "3 نسخ", "11 نسخة". */
const copies = (n: string, count: number) =>
  counted(count, {
    zero: 'لا نسخ',
    one: 'نسخة واحدة',
    two: 'نسختان',
    few: `${n} نسخ`,
    many: `${n} نسخة`,
    other: `${n} نسخة`,
  });

const items = (n: string, count: number) =>
  counted(count, {
    zero: 'بلا عناصر',
    one: 'بعنصر واحد',
    two: 'بعنصرين',
    few: `بعدد ${n} عناصر`,
    many: `بعدد ${n} عنصرًا`,
    other: `بعدد ${n} عنصر`,
  });

export const ar: Messages = {
  noSuchClip: (id) => `لا يوجد عنصر برقم ${id}.`,
  noSuchFormat: (id) => `ليس للعنصر ${id} هذه الصيغة؛ يسرد list --json صيغه.`,
  noFormat: 'يحتاج العنصر إلى صيغة واحدة على الأقل.',
  emptyText: 'النص فارغ.',
  nothingToAdd: 'لا شيء يُضاف: النص فارغ.',
  noText: 'ليس في هذا العنصر نص.',
  textTooLong: 'هذا النص أكبر من 1 م.ب: أطول من أن يُغيَّر هنا.',
  noSuchFile: 'لا يذكر هذا العنصر ملفًا كهذا.',
  fileGone: 'لم يعد هذا الملف موجودًا.',
  oneLineOnly: 'ليس فيه إلا سطر واحد.',
  tooManyLines: (most) => `فيه أكثر من ${most} سطر: عناصر كثيرة جدًّا.`,
  linkNotOpened: 'لا تُفتح من هنا إلا عناوين الويب والبريد.',
  noProgramForLink: 'لم يفتح أي برنامج الرابط. يمكنك لصقه في أحدها.',
  notJoined: 'لا تُدمج إلا النصوص، وليس في أحد هذه العناصر نص: استبعده، أو ضع العناصر في الطابور.',
  joinedTooLong: 'هذه العناصر معًا طويلة جدًّا: حدّد عددًا أقل.',
  notSaved: (why) => `لم يُحفظ العنصر: ${why}. اختر مكانًا آخر.`,
  saveNotAllowed: 'لا يُسمح بالكتابة هناك',
  saveDiskFull: 'القرص ممتلئ',
  saveNoFolder: 'المجلد غير موجود',
  saveFailed: 'تعذّرت كتابة الملف',
  notMovedUp: 'تعذّر نقل العنصر إلى الأعلى: لم يمكن كتابة السجل.',

  notPasted: (why) => `العنصر في الحافظة لكنه لم يُلصق: ${why}`,
  notPastedReplaced: (why) => `لم يُلصق العنصر: ${why}`,
  notTakenRefused: 'لا يقبل ذلك البرنامج شيئًا مما في هذا العنصر. العنصر في الحافظة.',
  notTakenNotAsked: 'لم يطلب ذلك البرنامج العنصر بعد. العنصر في الحافظة.',
  notTakenReplaced: 'نسخ برنامج آخر شيئًا في تلك اللحظة، وقد يكون هو ما لُصق.',
  keyboardHeld: 'يحجز برنامج آخر لوحة المفاتيح.',
  clipboardReplaced: 'وضع برنامج آخر شيئًا غيره في الحافظة.',
  noFocus: 'لم تكن أي نافذة نشطة.',
  notQueuedHere: 'لا يمكن استخدام الطابور هنا: لا يُعلم هذا النظام متى لُصق شيء.',
  nothingPasted: (why) => `لا يمكن لصق شيء: ${why}`,
  pasteDisplayGone: 'اختفت شاشة X.',
  focusMoved: 'صارت نافذة أخرى نشطة.',
  pickerLeft: 'أُغلقت نافذة Clipstead قبل أن يجهز العنصر.',
  noXtest: 'لا يسمح خادوم X هذا للبرامج بضغط المفاتيح (تنقصه إضافة XTEST).',
  noPasteKey: (keys) =>
    `ليس في لوحة المفاتيح هذه مفتاح لـ ${isolated(keys)} ولا لـ ${isolated('Shift+Insert')}.`,
  windowGone: 'اختفت النافذة.',
  focusNotBack: 'لم تعد النافذة نشطة.',
  noPasteOnWayland: 'اللصق في البرامج الأخرى غير متاح على Wayland بعد.',
  noPasteHere: 'اللصق في البرامج الأخرى غير متاح على هذا النظام بعد.',

  clipboardNotTaken: 'تعذّر استخدام الحافظة؛ حاول مرة أخرى.',
  displayGone: 'اختفت شاشة X؛ لا يمكن نسخ شيء ولا لصقه حتى تعود.',
  compositorGone: 'اختفى مدير العرض Wayland؛ لا يمكن نسخ شيء حتى يعود.',
  noDataControl:
    'لا يسمح سطح المكتب هذا للبرامج في الخلفية برؤية ما يُنسخ (ليس فيه data-control). يسمح بذلك KDE Plasma وأي جلسة على X11.',
  clipboardNotWritten: 'لم يسمح النظام بالكتابة إلى الحافظة.',
  clipboardNotWrittenOnMac: 'لم يسمح macOS بالكتابة إلى الحافظة.',
  clipboardNotRead: 'لا يمكن قراءة حافظة النظام حاليًّا.',
  clipboardNotReached: 'تعذّر الوصول إلى حافظة هذا النظام.',
  clipboardNotReachedSeeLog: 'تعذّر الوصول إلى حافظة هذا النظام؛ يذكر سجل أحداث Clipstead الموضع.',
  textOnlyYet: 'لا يمكن حاليًّا وضع غير النص في الحافظة هنا.',
  wrongElectron: 'لا تناسب نسخة Clipstead هذه Electron الذي معها؛ ثبّتها من جديد.',
  noXDisplay: (display) => `لا تستجيب أي شاشة X على ${isolated(display)}.`,
  noCompositor: 'لا يستجيب أي مدير عرض Wayland.',
  librariesDoNotFit: 'مكتبات هذا النظام غير متوافقة.',
  displayPartGone: 'انتهى جزء Clipstead الذي يتصل بالشاشة؛ شغّل Clipstead من جديد.',
  displayPartRestarts: 'انتهى جزء Clipstead الذي يتصل بالشاشة ويُعاد تشغيله الآن.',
  xwaylandOnly:
    'يُخفي سطح المكتب Wayland هذا ما يُنسخ عن البرامج في الخلفية: لا يرى Clipstead إلا ما يُنسخ حين يكون برنامج X11 نشطًا.',
  waylandHidesCopies:
    'يُخفي سطح المكتب Wayland هذا ما يُنسخ عن البرامج في الخلفية، وليس فيه برامج X11 (Xwayland)؛ لا يمكن لـ Clipstead رؤية ما يُنسخ هنا.',
  noDisplay: 'لا توجد شاشة: لم يُضبط DISPLAY ولا WAYLAND_DISPLAY.',
  notKept: 'لا يُحفظ ما تنسخه حاليًّا: لم يمكن كتابة السجل. يذكر سجل أحداث Clipstead الموضع.',
  pausedNotSaved: 'الالتقاط متوقف مؤقتًا، لكن تعذّر حفظ ذلك للتشغيل التالي.',
  resumedNotSaved: 'الالتقاط يعمل، لكن تعذّر حفظ ذلك للتشغيل التالي.',

  diskFull: 'القرص ممتلئ: أفسح بعض المساحة ثم انسخ مرة أخرى. ما حُفظ من قبل بأمان.',
  historyReadOnly: 'لا يمكن لـ Clipstead كتابة سجله: اسمح بالكتابة في مجلد بياناته وافحص حالة القرص.',
  historyLocked: 'يقفل برنامج آخر سجل Clipstead: أغلق ذلك البرنامج وحاول مرة أخرى.',
  historyDamaged: 'سجل Clipstead تالف: أنهِ Clipstead وانقل قاعدة بياناته ثم شغّله من جديد.',
  historyNotOpened: 'لا يمكن لـ Clipstead فتح سجله: تأكد من أن مجلد بياناته موجود ومملوك للمستخدم.',
  diskFailed: 'لم يقبل القرص بيانات Clipstead أو لم يُعطها: افحص القرص ثم حاول مرة أخرى.',
  historyNoAnswer: 'لم يستجب سجل Clipstead كما ينبغي: شغّل Clipstead من جديد.',
  historyFileGone: 'حذف برنامج آخر ملف السجل أو استبدله: أنهِ Clipstead ثم شغّله من جديد.',
  historyClosed: 'السجل مغلق: Clipstead قيد الإنهاء.',
  readerStopped: 'توقفت قراءة السجل في منتصفها: حاول مرة أخرى.',
  maintenanceStopped: 'توقفت صيانة السجل في منتصفها: ستُعاد المحاولة.',
  damageFound: 'عُثر على تلف في السجل. أنهِ Clipstead ثم شغّله من جديد: عندها يُصلح ما يمكن من نسخة احتياطية.',
  rescued:
    'حذف برنامج آخر ملف السجل أو استبدله بينما يستخدمه Clipstead. كل العناصر ما زالت موجودة وحُفظت في نسخة احتياطية: أنهِ Clipstead ثم شغّله من جديد فيستعيدها.',
  notRescued: 'حذف برنامج آخر ملف السجل أو استبدله بينما يستخدمه Clipstead، وفشل حفظ عناصره؛ ستُعاد المحاولة.',
  contentGone: 'فُقد محتوى هذا العنصر: حُذف ملفه في مجلد البيانات أو تلف. انسخه من جديد، أو احذف العنصر.',
  contentsGone: (n, count) => {
    const rest =
      'حُذفت ملفات في «payloads» بمجلد البيانات أو تلفت. ما زال ذلك في القائمة؛ انسخ المحتوى من جديد، أو احذف ما لم تعد تحتاجه.';
    return counted(count, {
      zero: `لم يُفقد محتوى أي عنصر كبير. ${rest}`,
      one: `فُقد محتوى عنصر كبير واحد: ${rest}`,
      two: `فُقد محتوى عنصرين كبيرين: ${rest}`,
      few: `فُقد محتوى ${n} عناصر كبيرة: ${rest}`,
      many: `فُقد محتوى ${n} عنصرًا كبيرًا: ${rest}`,
      other: `فُقد محتوى ${n} عنصر كبير: ${rest}`,
    });
  },
  noHistoryHere: 'لا يوجد سجل في مجلد البيانات هذا: تحقق من اسمه.',
  noDatabaseLibrary:
    'مكتبة قاعدة البيانات لبيئة التشغيل هذه ناقصة: شغّل «npm run setup»، أو ثبّت Clipstead من جديد.',
  pragmaNotTaken: (pragma, found) =>
    `لم تقبل قاعدة بيانات السجل الإعداد ${isolated(pragma)} (قيمته ${isolated(found)})؛ تأكد من أن برنامجًا آخر لم يغيّر الملف، ثم شغّل Clipstead من جديد.`,
  newerHistory: (theirs, ours) =>
    `كتب هذا السجلَّ إصدار أحدث من Clipstead (المخطط ${theirs}، وهذا الإصدار يعرف ${ours}): ثبّت الإصدار الأحدث من جديد.`,
  newerHistoryOpened: (why) => `${why} حتى ذلك الحين يمكن البحث فيه والنسخ منه، ولا يُحفظ شيء.`,
  openedForReading: (why) =>
    `${why} إلى أن تعيد تشغيل Clipstead يمكن البحث في السجل والنسخ منه، وما تنسخه يبقى في الذاكرة حتى ذلك الحين.`,
  notOpenedYet: (why) =>
    `${why} إلى أن تعيد تشغيل Clipstead لا يمكن عرض السجل، وما تنسخه يبقى في الذاكرة حتى ذلك الحين.`,
  noRoomForBackup: (megabytes) => `لا مساحة لنسخة احتياطية من السجل: يلزم ${megabytes} م.ب على قرصه.`,
  backupFailed: 'لم تكن إحدى النسخ الاحتياطية للسجل سليمة فاستُبعدت: افحص القرص.',
  historyMissing: 'لم يكن ملف السجل موجودًا',
  historyReplaced: 'حذف برنامج آخر ملف السجل أو استبدله',
  historyEmpty: 'كان ملف السجل فارغًا',
  historyWasDamaged: 'كان السجل تالفًا',
  beginsAnew: (what) => `${what} ولم توجد نسخة احتياطية سليمة: يبدأ السجل من جديد، وما نُسخ من قبل مفقود.`,
  restored: (what, when, n, count) =>
    `${what}: استُعيد السجل من النسخة الاحتياطية بتاريخ ${isolated(when)} ${items(n, count)}. ما نُسخ بعد ذلك مفقود.`,
  keptAside: (what, folder) => `${what} ما عُثر عليه منه محفوظ في ${isolated(folder)}.`,
  lastCopiesGone:
    'انقطع Clipstead، واختفى الملف الذي فيه آخر ما نُسخ: قد يكون ما نُسخ في الثواني السابقة مفقودًا.',
  lastCopiesDamaged:
    'انقطع Clipstead، وكان الملف الذي فيه آخر ما نُسخ تالفًا فنُحِّي جانبًا: قد يكون ما نُسخ في الثواني السابقة مفقودًا.',

  copiesWait: (why) => `${why} ما تنسخه في هذه الأثناء يبقى في الذاكرة ويُحفظ حين يمكن ذلك.`,
  copiesStored: (n, count) => `صارت كتابة السجل ممكنة من جديد: حُفظ من الذاكرة ${copies(n, count)}.`,
  copiesGivenUp: (before, n, count) => `${before} وتعذّر الاحتفاظ قبل ذلك بما يلي ففُقد: ${copies(n, count)}.`,
  copiesTooFast: (n, count) => `فُقد ما جاء أسرع مما استوعبه القرص: ${copies(n, count)}.`,
  leftOverUnreadable: (file) =>
    `تتعذّر قراءة ما نُسخ ولم يُحفظ قبل الإنهاء الأخير: إنه محفوظ في ${isolated(file)}.`,
  leftOverStored: (n, count) => `صار في السجل الآن ما لم يُحفظ قبل الإنهاء الأخير: ${copies(n, count)}.`,

  onePatternOnly: 'لا يمكن البحث إلا عن /نمط/ واحد في كل مرة.',
  patternNotSearched: (why) => `لا يمكن البحث عن هذا النمط: ${why}.`,
  patternNotUnderstood: 'غير مفهوم',
  patternClass: 'فيه فئة أحرف خاطئة',
  patternRange: 'فيه مجال أحرف خاطئ',
  patternEscape: 'فيه تهريب خاطئ',
  patternName: 'فيه اسم مجموعة خاطئ',
  patternGroup: 'فيه نوع مجموعات غير معروف هنا',
  patternRepeatsRepeat: 'فيه تكرار يتلو تكرارًا',
  patternRepeatCount: 'فيه عدد تكرارات خاطئ',
  patternRepeatsNothing: 'فيه تكرار ليس له ما يكرره',
  patternNoBracket: `ينقصه ${isolated(']')} للإغلاق`,
  patternNoParenthesis: `ينقصه ${isolated(')')} للإغلاق`,
  patternParenthesis: `فيه ${isolated(')')} ليس لها ما تغلقه`,
  patternBackslash: 'ينتهي بشرطة مائلة عكسية',
  patternTooLarge: 'كبير جدًّا',

  settingsNotUsed: (why, file) =>
    `تعذّر استخدام الإعدادات (${isolated(why)})، لذا تُستخدم الافتراضية، والالتقاط متوقف حتى تستأنفه؛ ${file}`,
  settingsKeptAs: (name) => `الملف القديم محفوظ باسم ${isolated(name)}.`,
  settingsNotMoved: 'تعذّر نقل الملف القديم.',
  settingsWrong: (why) =>
    `لا يمكن استخدام ملف الإعدادات كما هو (${isolated(why)})؛ تبقى الإعدادات السابقة سارية.`,
  separatorNotSaved: 'هذا الفاصل مستخدم الآن، لكن تعذّر حفظه للتشغيل التالي.',
  hotkeyTaken: (keys) => `الاختصار ${isolated(keys)} يستخدمه برنامج آخر؛ اختر غيره في settings.json.`,
  hotkeyWrong: (keys) => `لا يمكن تسجيل الاختصار ${isolated(keys)}؛ اختر غيره في settings.json.`,
  ruleNotInForce: (rule, why) => `قاعدة الأسرار «${isolated(rule)}» غير سارية. ${why}`,
  rulesNotInForce: (first, n) => `${first} و${n} غيرها: يسردها «clipstead rules».`,
  noSuchRule: (known) => `لا توجد قاعدة بهذا الاسم؛ الموجود: ${isolated(known)}.`,
  ruleFindsNothing: 'يطابق نمطها حتى النص الفارغ، لذا لا تُستخدم.',
  rulePatternWrong: (why) => `لا يمكن استخدام نمطها: ${why}.`,
  ownRuleTooSlow: (rule) =>
    `لم تنتهِ قاعدتك «${isolated(rule)}» للأسرار من فحص نسخة، فلم تُحفظ تلك النسخة. يفيد تبسيط نمطها في settings.json.`,
  ownRulesNotAsked: 'لم يمكن فحص نسخة بقواعدك الخاصة للأسرار، فلم تُحفظ تلك النسخة.',
  keysNotUsed: (why) =>
    `لا تُستخدم المفاتيح التي في settings.json: ${why}. غيّر ذلك السطر؛ وحتى ذلك الحين تبقى المفاتيح المعتادة.`,
  keysOf: (command, why) => `في ${isolated(`"${command}"`)}: ${why}`,
  keysNoCommand: (command) => `لا يوجد أمر ${isolated(`"${command}"`)}`,
  keysNoModifier: (part) => `${isolated(`"${part}"`)} ليس مفتاح تعديل (Ctrl، Alt، Shift، Cmd، Mod)`,
  keysNoKey: (name) => `${isolated(`"${name}"`)} ليس مفتاحًا يمكن استخدامه`,
  keysOneDigit: 'الأرقام من 1 إلى 9 معًا: اكتب Digit',
  keysForTyping: (chord) => `${isolated(`"${chord}"`)} للكتابة: أضف Ctrl أو Alt`,
  keysNeedDigit: (command) => `يحتاج ${isolated(`"${command}"`)} إلى Digit في مفاتيحه`,
  keysDigitElsewhere: `Digit مخصص لـ ${isolated('"paste-nth"')} وحده`,
  keysTwice: (chord, one, other) =>
    `يعني ${isolated(chord)} كلًّا من ${isolated(`"${one}"`)} و${isolated(`"${other}"`)}؛ أعطِ أحدهما مفتاحًا آخر، أو ${isolated('[]')} لعدم تعيين شيء`,

  somethingWrong: 'حدث خطأ داخل Clipstead؛ يذكر سجل أحداثه الموضع.',
  didNotWork: 'لم ينجح ذلك؛ يذكر سجل أحداث Clipstead الموضع.',
  noSuchRequest: 'لا يوجد طلب كهذا.',
  pageRefused: 'لا يُسمح لهذه الصفحة بالتخاطب مع Clipstead.',
  requestNotUnderstood: 'لم يُفهم الطلب.',
  cannotStart: 'تعذّر تشغيل Clipstead',

  trayOpen: 'فتح Clipstead',
  trayPause: 'إيقاف الالتقاط مؤقتًا',
  trayPauseMinutes: (n, count) =>
    counted(count, {
      zero: 'إيقاف مؤقت',
      one: 'إيقاف لدقيقة واحدة',
      two: 'إيقاف لدقيقتين',
      few: `إيقاف لمدة ${n} دقائق`,
      many: `إيقاف لمدة ${n} دقيقة`,
      other: `إيقاف لمدة ${n} دقيقة`,
    }),
  trayPauseHour: 'إيقاف لمدة ساعة',
  trayResume: 'استئناف الالتقاط',
  trayIgnoreNext: 'تجاهل عملية النسخ التالية',
  trayPaused: 'متوقف مؤقتًا',
  trayPausedUntil: (time) => `متوقف مؤقتًا حتى ${isolated(time)}`,
  trayIgnoringNext: 'ستُتجاهل عملية النسخ التالية',
  trayNextPaste: (preview, behind) => `اللصق التالي: ${isolated(preview)} (${behind})`,
  trayLast: 'الأخير',
  trayBehind: (n) => `وبعده ${n}`,
  trayEndQueue: 'إنهاء الطابور',
  trayNothingYet: 'لم يُنسخ شيء بعد',
  trayWhiteSpace: '(مسافات)',
  trayQuit: 'إنهاء Clipstead',
};
