// The system libraries and programs that Electron, the native build and the tests need, on Debian and its kin.
// Never install anything without root or a sudo that asks no password; name the command instead.
import { capture, must, tail } from './run.mjs';
import { SetupError } from './step.mjs';

/** Each entry is one need; alternatives are names of the same thing in different releases. */
export const PACKAGES = {
  /** What Electron's program is linked against. */
  runtime: [
    ['libgtk-3-0', 'libgtk-3-0t64'],
    ['libnss3'],
    ['libasound2', 'libasound2t64'],
    ['libgbm1'],
    ['libxss1'],
  ],
  /** A screen for machines without one: X server, window manager, tray, session bus. */
  display: [['xvfb'], ['xauth'], ['openbox'], ['trayer'], ['dbus-x11'], ['x11-utils']],
  /** node-gyp's tools. */
  build: [['make'], ['g++'], ['python3']],
  /** The other programs that the end-to-end tests copy from and paste into; strace records the file operations for the power-cut test. */
  test: [
    ['xclip'],
    ['xsel'],
    ['xterm'],
    ['xdotool'],
    ['python3-gi'],
    ['gir1.2-gtk-3.0'],
    ['chromium', 'chromium-browser'],
    // What the pictures of docs/shots are written in.
    ['fonts-dejavu-core'],
    ['fonts-inter'],
    ['fonts-jetbrains-mono'],
    ['fonts-wqy-microhei'],
    ['fonts-noto-color-emoji'],
    ['imagemagick'],
    ['strace'],
  ],
};

/**
 * @param {readonly (readonly string[])[]} needs
 * @param {string} status what `dpkg-query -W -f '${Package} ${db:Status-Status}\n'` printed
 * @returns {(readonly string[])[]} the needs of which no alternative is installed
 */
export function missingNeeds(needs, status) {
  const installed = new Set();
  for (const line of status.split('\n')) {
    const [name, state] = line.split(' ');
    if (state === 'installed') installed.add(name);
  }
  return needs.filter((names) => !names.some((name) => installed.has(name)));
}

/**
 * Which alternative of each need this release offers.
 * @param {string} policy what `apt-cache policy <all names>` printed, in the C locale
 * @returns {{install: string[], unknown: string[]}}
 */
export function chooseNames(needs, policy) {
  const offered = new Set();
  let name = '';
  for (const line of policy.split('\n')) {
    const heading = /^(\S+):$/.exec(line);
    if (heading) name = heading[1];
    else if (/^\s+Candidate: (?!\(none\))/.test(line)) offered.add(name);
  }
  const install = [];
  const unknown = [];
  for (const names of needs) {
    const found = names.find((candidate) => offered.has(candidate));
    if (found === undefined) unknown.push(names[0]);
    else install.push(found);
  }
  return { install, unknown };
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
const STATUS_FORMAT = '${Package} ${db:Status-Status}\\n';

const english = { env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' } };

async function stillMissing(needs) {
  const names = needs.flat();
  // Its exit code is 1 as soon as one name is unknown: the output alone counts.
  const { code, stdout } = await capture('dpkg-query', ['-W', '-f', STATUS_FORMAT, ...names], english);
  return code === 127 ? null : missingNeeds(needs, stdout);
}

/** How to become root here: nothing to put in front, sudo, or null. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const { code } = await capture('sudo', ['-n', 'true']);
  return code === 0 ? ['sudo', '-n'] : null;
}

/**
 * Installs what is missing.
 * @param {readonly (readonly string[])[]} needs from PACKAGES
 * @returns {Promise<string | null>} what it did, null for nothing
 * @throws SetupError with the command to run where it may not, or does not know how to, install
 */
export async function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return null;
  const missing = await stillMissing(needs);
  if (missing === null) {
    // No dpkg here: whether something is missing shows when it is used, so this says what to look for, and goes on.
    return `not checked, this is no Debian; needed are ${needs.map(([name]) => name).join(' ')}, by whatever name`;
  }
  if (missing.length === 0) return null;

  const prefix = await rootPrefix();
  const firstNames = missing.map(([name]) => name);
  if (prefix === null) {
    throw new SetupError(
      `System packages are missing, and installing them needs root. Run this, then start again:\n` +
        `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${firstNames.join(' ')}`,
    );
  }
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'apt-get', ...args];
    return [command, rest];
  };
  const names = async () =>
    chooseNames(missing, (await capture('apt-cache', ['policy', ...missing.flat()], english)).stdout);

  let choice = await names();
  const install = async () => {
    const [command, args] = apt('install', '-y', '--no-install-recommends', ...choice.install);
    return capture(command, args, english);
  };
  let result = choice.unknown.length === 0 ? await install() : null;
  if (result === null || result.code !== 0) {
    // No lists yet, or lists that have aged: fetched only now, as most machines have good ones.
    const [command, args] = apt('update');
    await must(command, args, english);
    choice = await names();
    if (choice.unknown.length > 0) {
      throw new SetupError(
        `apt knows no package ${choice.unknown.join(', ')}; install it by whatever name it has here.`,
      );
    }
    result = await install();
  }
  if (result.code !== 0) {
    throw new SetupError(
      `apt-get could not install ${choice.install.join(' ')}:\n${tail(`${result.stdout}\n${result.stderr}`)}`,
    );
  }
  return `installed ${choice.install.join(' ')}`;
}
