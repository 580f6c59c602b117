// Every word that main shows, in Japanese.
// Never compute here, and never put clip content into a message.
import type { Messages } from './en';

export const ja: Messages = {
  noSuchClip: (id) => `項目 ${id} はありません。`,
  noSuchFormat: (id) => `項目 ${id} にその形式はありません。list --json で形式を確認できます。`,
  noFormat: '項目には少なくとも 1 つの形式が必要です。',
  emptyText: 'テキストが空です。',
  nothingToAdd: '追加するものがありません。テキストが空です。',
  noText: 'この項目にテキストはありません。',
  textTooLong: 'このテキストは 1 MB を超えているため、ここでは変更できません。',
  noSuchFile: 'この項目にそのファイルはありません。',
  fileGone: 'このファイルはもうありません。',
  oneLineOnly: '1 行しかありません。',
  tooManyLines: (most) => `${most} 行を超えているため、項目が多すぎます。`,
  linkNotOpened: 'ここから開けるのは Web とメールのアドレスだけです。',
  noProgramForLink: 'リンクを開くプログラムがありませんでした。プログラムに貼り付けてください。',
  notJoined:
    '連結できるのはテキストだけですが、選択した項目の中にテキストのないものがあります。その項目を外すか、キューに入れてください。',
  joinedTooLong: '合わせると長すぎます。選択する項目を減らしてください。',
  notSaved: (why) => `項目を保存できませんでした: ${why}。別の場所を選んでください。`,
  saveNotAllowed: 'そこへの書き込みは許可されていません',
  saveDiskFull: 'ディスクがいっぱいです',
  saveNoFolder: 'フォルダーがありません',
  saveFailed: 'ファイルを書き込めませんでした',
  notMovedUp: '項目を先頭に移動できませんでした。履歴を書き込めませんでした。',

  notPasted: (why) => `項目はクリップボードにありますが、貼り付けられませんでした: ${why}`,
  notPastedReplaced: (why) => `項目を貼り付けられませんでした: ${why}`,
  notTakenRefused: 'そのプログラムはこの項目の内容を受け取れません。項目はクリップボードにあります。',
  notTakenNotAsked: 'そのプログラムはまだ項目を要求していません。項目はクリップボードにあります。',
  notTakenReplaced:
    'その瞬間に別のプログラムがコピーしたため、代わりにそれが貼り付けられた可能性があります。',
  keyboardHeld: '別のプログラムがキーボードを占有しています。',
  clipboardReplaced: '別のプログラムがクリップボードに別の内容を入れました。',
  noFocus: 'アクティブなウィンドウがありませんでした。',
  notQueuedHere: 'ここではキューを使えません。このシステムは貼り付けを通知しません。',
  nothingPasted: (why) => `貼り付けできません: ${why}`,
  pasteDisplayGone: 'X ディスプレイがなくなりました。',
  focusMoved: '別のウィンドウがアクティブになりました。',
  pickerLeft: '項目の準備ができる前に Clipstead のウィンドウが閉じられました。',
  noXtest: 'この X サーバーではプログラムがキーを押せません (XTEST 拡張がありません)。',
  noPasteKey: (keys) => `このキーボードには ${keys} のキーも Shift+Insert のキーもありません。`,
  windowGone: 'ウィンドウがなくなりました。',
  focusNotBack: 'ウィンドウがアクティブに戻りませんでした。',
  noPasteOnWayland: '他のプログラムへの貼り付けは、Wayland ではまだ利用できません。',
  noPasteHere: '他のプログラムへの貼り付けは、このシステムではまだ利用できません。',

  clipboardNotTaken: 'クリップボードを使用できませんでした。もう一度お試しください。',
  displayGone: 'X ディスプレイがなくなりました。戻るまでコピーも貼り付けもできません。',
  compositorGone: 'Wayland コンポジターがなくなりました。戻るまでコピーできません。',
  noDataControl:
    'このデスクトップでは、バックグラウンドのプログラムはコピーを見ることができません (data-control がありません)。' +
    'KDE Plasma と X11 のセッションでは見ることができます。',
  clipboardNotWritten: 'システムがクリップボードへの書き込みを許可しませんでした。',
  clipboardNotWrittenOnMac: 'macOS がクリップボードへの書き込みを許可しませんでした。',
  clipboardNotRead: '現在、システムのクリップボードを読み取れません。',
  clipboardNotReached: 'このシステムのクリップボードにアクセスできませんでした。',
  clipboardNotReachedSeeLog:
    'このシステムのクリップボードにアクセスできませんでした。場所は Clipstead のログに記録されています。',
  textOnlyYet: '現在、ここでクリップボードに入れられるのはテキストだけです。',
  wrongElectron: 'この Clipstead は Electron と合っていません。もう一度インストールしてください。',
  noXDisplay: (display) => `${display} で X ディスプレイが応答しません。`,
  noCompositor: 'Wayland コンポジターが応答しません。',
  librariesDoNotFit: 'このシステムのライブラリには対応していません。',
  displayPartGone: 'Clipstead のディスプレイと通信する部分が終了しました。Clipstead を再起動してください。',
  displayPartRestarts: 'Clipstead のディスプレイと通信する部分が終了したため、再起動しています。',
  xwaylandOnly:
    'この Wayland デスクトップはバックグラウンドのプログラムからコピーを隠します。X11 プログラムがアクティブな間のコピーだけが Clipstead に見えます。',
  waylandHidesCopies:
    'この Wayland デスクトップはバックグラウンドのプログラムからコピーを隠し、X11 プログラム (Xwayland) もありません。ここでは Clipstead にコピーが見えません。',
  noDisplay: 'ディスプレイがありません。DISPLAY も WAYLAND_DISPLAY も設定されていません。',
  notKept:
    '現在、コピーした内容は保存されません。履歴を書き込めませんでした。場所は Clipstead のログに記録されています。',
  pausedNotSaved: '記録を一時停止しましたが、次回の起動用に保存できませんでした。',
  resumedNotSaved: '記録を再開しましたが、次回の起動用に保存できませんでした。',

  diskFull:
    'ディスクがいっぱいです。空き容量を増やしてから、もう一度コピーしてください。以前に保存した内容は無事です。',
  historyReadOnly:
    'Clipstead が履歴を書き込めません。データフォルダーを書き込み可能にし、ディスクの状態を確認してください。',
  historyLocked:
    '別のプログラムが Clipstead の履歴をロックしています。そのプログラムを閉じて、もう一度お試しください。',
  historyDamaged:
    'Clipstead の履歴が壊れています。Clipstead を終了し、データベースを移動してから再起動してください。',
  historyNotOpened:
    'Clipstead が履歴を開けません。データフォルダーがあり、ユーザー本人のものか確認してください。',
  diskFailed: 'ディスクで Clipstead のデータを読み書きできませんでした。ディスクを確認してください。',
  historyNoAnswer: 'Clipstead の履歴が正しく応答しませんでした。Clipstead を再起動してください。',
  historyFileGone:
    '別のプログラムが履歴のファイルを削除または置き換えました。Clipstead を終了して再起動してください。',
  historyClosed: '履歴は閉じられています。Clipstead は終了中です。',
  readerStopped: '履歴の読み取りが途中で止まりました。もう一度お試しください。',
  maintenanceStopped: '履歴のメンテナンスが途中で止まりました。もう一度実行されます。',
  damageFound:
    '履歴に破損が見つかりました。Clipstead を終了して再起動してください。バックアップから可能な限り修復されます。',
  rescued:
    'Clipstead の使用中に、別のプログラムが履歴のファイルを削除または置き換えました。すべての項目は残っており、バックアップに保存しました。Clipstead を終了して再起動すると復元されます。',
  notRescued:
    'Clipstead の使用中に、別のプログラムが履歴のファイルを削除または置き換え、項目の保存にも失敗しました。もう一度試みます。',
  contentGone:
    'この項目の内容が失われました。データフォルダー内のファイルが削除されたか壊れています。もう一度コピーするか、項目を削除してください。',
  contentsGone: (n) =>
    `大きな項目 ${n} 件の内容が失われました。データフォルダーの「payloads」内のファイルが削除されたか壊れています。項目は一覧に残ります。内容をもう一度コピーするか、不要なものを削除してください。`,
  noHistoryHere: 'このデータフォルダーに履歴はありません。名前を確認してください。',
  noDatabaseLibrary:
    'この実行環境用のデータベースライブラリがありません。「npm run setup」を実行するか、Clipstead をもう一度インストールしてください。',
  pragmaNotTaken: (pragma, found) =>
    `履歴のデータベースが設定 ${pragma} を受け付けませんでした (値は ${found})。別のプログラムがファイルを変更していないか確認し、Clipstead を再起動してください。`,
  newerHistory: (theirs, ours) =>
    `この履歴は新しい Clipstead で書き込まれています (スキーマ ${theirs}、このバージョンは ${ours} まで)。新しいバージョンをもう一度インストールしてください。`,
  newerHistoryOpened: (why) => `${why}それまでは検索とコピーはできますが、何も保存されません。`,
  openedForReading: (why) =>
    `${why}Clipstead を再起動するまで、履歴の検索と履歴からのコピーはできます。その間にコピーした内容は、それまでメモリに保持されます。`,
  notOpenedYet: (why) =>
    `${why}Clipstead を再起動するまで、履歴は表示できません。その間にコピーした内容は、それまでメモリに保持されます。`,
  noRoomForBackup: (megabytes) =>
    `履歴をバックアップする容量がありません。ディスクに ${megabytes} MB 必要です。`,
  backupFailed: '履歴のバックアップが正しくなかったため破棄しました。ディスクを確認してください。',
  historyMissing: '履歴のファイルがありませんでした',
  historyReplaced: '別のプログラムが履歴のファイルを削除または置き換えました',
  historyEmpty: '履歴のファイルが空でした',
  historyWasDamaged: '履歴が壊れていました',
  beginsAnew: (what) =>
    `${what}。正常なバックアップがないため、履歴は新しく始まります。以前にコピーした内容は失われました。`,
  restored: (what, when, n) =>
    `${what}。${when} のバックアップから ${n} 件を復元しました。その後にコピーした内容は失われました。`,
  keptAside: (what, folder) => `${what}見つかった部分は ${folder} に保管されています。`,
  lastCopiesGone:
    'Clipstead が中断され、最後のコピーを含むファイルがなくなりました。直前の数秒間にコピーした内容は失われた可能性があります。',
  lastCopiesDamaged:
    'Clipstead が中断され、最後のコピーを含むファイルが壊れていたため別に保管しました。直前の数秒間にコピーした内容は失われた可能性があります。',

  copiesWait: (why) => `${why}その間にコピーした内容はメモリに保持され、可能になりしだい保存されます。`,
  copiesStored: (n) => `履歴に再び書き込めるようになりました。メモリにあった ${n} 件のコピーを保存しました。`,
  copiesGivenUp: (before, n) => `${before}それ以前の ${n} 件のコピーは保持できず、失われました。`,
  copiesTooFast: (n) => `${n} 件のコピーは、ディスクへの書き込みが間に合わず失われました。`,
  leftOverUnreadable: (file) =>
    `前回の終了前に保存できなかったコピーを読み取れません。${file} に保管されています。`,
  leftOverStored: (n) => `前回の終了前に保存できなかった ${n} 件のコピーを履歴に保存しました。`,

  onePatternOnly: '一度に検索できる /パターン/ は 1 つだけです。',
  patternNotSearched: (why) => `このパターンでは検索できません: ${why}。`,
  patternNotUnderstood: '解釈できません',
  patternClass: '文字クラスに誤りがあります',
  patternRange: '文字の範囲に誤りがあります',
  patternEscape: 'エスケープに誤りがあります',
  patternName: 'グループの名前に誤りがあります',
  patternGroup: 'ここでは使えない種類のグループがあります',
  patternRepeatsRepeat: '繰り返しが続いています',
  patternRepeatCount: '繰り返しの回数に誤りがあります',
  patternRepeatsNothing: '繰り返す対象がありません',
  patternNoBracket: '閉じる ] がありません',
  patternNoParenthesis: '閉じる ) がありません',
  patternParenthesis: '余分な ) があります',
  patternBackslash: 'バックスラッシュで終わっています',
  patternTooLarge: '大きすぎます',

  settingsNotUsed: (why, file) =>
    `設定を使用できませんでした (${why})。既定値を使用し、再開するまで記録を一時停止します。${file}`,
  settingsKeptAs: (name) => `元のファイルは ${name} として残っています。`,
  settingsNotMoved: '元のファイルを移動できませんでした。',
  settingsWrong: (why) => `設定ファイルはこのままでは使用できません (${why})。以前の設定が引き続き有効です。`,
  separatorNotSaved: 'この区切りを使用しますが、次回の起動用に保存できませんでした。',
  hotkeyTaken: (keys) =>
    `ショートカット ${keys} は別のプログラムが使用しています。settings.json で別のものを選んでください。`,
  hotkeyWrong: (keys) =>
    `ショートカット ${keys} は登録できません。settings.json で別のものを選んでください。`,
  ruleNotInForce: (rule, why) => `秘密のルール「${rule}」は有効ではありません。${why}`,
  rulesNotInForce: (first, n) => `${first}ほかに ${n} 件あります。「clipstead rules」で確認できます。`,
  noSuchRule: (known) => `この名前のルールはありません。使えるもの: ${known}。`,
  ruleFindsNothing: 'パターンが空のテキストにも一致するため、使用されません。',
  rulePatternWrong: (why) => `パターンを使用できません: ${why}。`,
  ownRuleTooSlow: (rule) =>
    `秘密のルール「${rule}」がコピーの確認を終えられなかったため、そのコピーは保存されませんでした。settings.json のパターンを簡単にしてください。`,
  ownRulesNotAsked: 'ご自身の秘密のルールでコピーを確認できなかったため、そのコピーは保存されませんでした。',
  keysNotUsed: (why) =>
    `settings.json のキーは使用されません: ${why}。その行を変更してください。それまでは通常のキーが有効です。`,
  keysOf: (command, why) => `「${command}」で、${why}`,
  keysNoCommand: (command) => `コマンド「${command}」はありません`,
  keysNoModifier: (part) => `「${part}」は修飾キーではありません (Ctrl、Alt、Shift、Cmd、Mod)`,
  keysNoKey: (name) => `「${name}」は使用できるキーではありません`,
  keysOneDigit: '1 から 9 の数字はまとめて Digit と書いてください',
  keysForTyping: (chord) => `「${chord}」は文字入力用です。Ctrl か Alt を加えてください`,
  keysNeedDigit: (command) => `「${command}」のキーには Digit が必要です`,
  keysDigitElsewhere: 'Digit は「paste-nth」専用です',
  keysTwice: (chord, one, other) =>
    `${chord} が「${one}」と「${other}」の両方を意味します。どちらかに別のキーを割り当てるか、[] で割り当てなしにしてください`,

  somethingWrong: 'Clipstead の内部で問題が発生しました。場所はログに記録されています。',
  didNotWork: 'うまくいきませんでした。場所は Clipstead のログに記録されています。',
  noSuchRequest: 'そのような要求はありません。',
  pageRefused: 'このページは Clipstead と通信できません。',
  requestNotUnderstood: '要求を解釈できませんでした。',
  cannotStart: 'Clipstead を起動できません',

  trayOpen: 'Clipstead を開く',
  trayPause: '記録を一時停止',
  trayPauseMinutes: (n) => `${n} 分間一時停止`,
  trayPauseHour: '1 時間一時停止',
  trayResume: '記録を再開',
  trayIgnoreNext: '次のコピーを無視',
  trayPaused: '一時停止中',
  trayPausedUntil: (time) => `${time} まで一時停止中`,
  trayIgnoringNext: '次のコピーは無視されます',
  trayNextPaste: (preview, behind) => `次の貼り付け: ${preview} (${behind})`,
  trayLast: '最後の項目',
  trayBehind: (n) => `この後に ${n} 件`,
  trayEndQueue: 'キューを終了',
  trayNothingYet: 'まだ何もコピーされていません',
  trayWhiteSpace: '(空白文字)',
  trayQuit: 'Clipstead を終了',
};
