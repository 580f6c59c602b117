// The command line as a process of its own, started the way main starts it.
import { parseCommandLine } from '../command-line';

const invocation = parseCommandLine(process.argv.slice(1), { defaultApp: false });
if (invocation.type !== 'cli') process.exit(99);
const { runCli } = await import('../client');
process.exit(await runCli(invocation));
