// The benches' control: the least that an Electron app can be, on the same runtime.
// Never make it clever: what it needs is what the runtime costs.
const { app, BrowserWindow, globalShortcut } = require('electron');

if (process.env.CONTROL_MODE === 'exit') process.exit(0);

app.setPath('userData', process.env.CONTROL_DATA);
app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 760,
    height: 480,
    frame: false,
    show: false,
    webPreferences: { sandbox: true, backgroundThrottling: false },
  });
  await window.loadURL('data:text/html,<body style="background:%23eee">');
  const toggle = () => {
    if (window.isVisible()) window.hide();
    else {
      window.show();
      window.focus();
    }
  };
  const { CONTROL_HOTKEY } = process.env;
  if (CONTROL_HOTKEY && !globalShortcut.register(CONTROL_HOTKEY, toggle)) process.exit(1);
  process.stdout.write('ready\n');
});
