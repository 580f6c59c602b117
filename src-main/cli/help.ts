// What `clipstead help` prints. docs/cli.md says the same at length.
// Keep it to one screen of 80 columns.

export const HELP = `clipstead                 start the app (--hidden: without showing anything)
clipstead COMMAND         tell the running app what to do

  status                  what it does, where it keeps its data
  list                    the newest clips
  search WORDS            the newest clips that hold all the words
  get ID                  write a clip's exact bytes to standard output
  copy ID                 put a clip on the clipboard
  add [TEXT | -]          store a text (- or none: standard input); prints its id
  delete ID...            delete clips, all of them or none
  pin ID, unpin ID        keep a clip at hand, or no longer
  export FILE             write the whole history into a file
  import FILE             join the clips of such a file with the history
  stats                   how large the history is, and where its bytes lie
  pause [5m | 1h]         stop capturing what is copied, for a time or until...
  resume                  ...go on
  ignore-next             do not capture the next copy
  log                     what became of the last 500 copies; no content
  rules                   what is left out: secrets and programs
  show, hide, toggle      the picker
  quit                    end the app
  help, --version

  --json                  print JSON (not for get)
  --limit N               list, search: at most N clips (default 50)
  --format MIME           get: this format of the clip, such as text/html
  --force                 export: write over a file that lies there
  --data-dir FOLDER       the app with this data folder (else CLIPSTEAD_DATA_DIR)
  --                      what follows is no option, even if it starts with a dash

Exit codes: 0 done, 1 no such clip, 2 wrong usage, 3 the app is not running,
4 anything else, 130 cancelled.
`;
