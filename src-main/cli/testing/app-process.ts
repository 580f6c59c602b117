// A process of its own that serves a fake app: what must be shown with real signals and a real end of a process.
// Called with the data folder; prints the socket's path when it listens. `quit` ends it after 300 ms, as a real app takes time.
import { resolveDataDir, socketPaths } from '../../paths';
import { startCliServer } from '../server';
import { FakeApp } from './fake-app';

const app = new FakeApp();
const server = await startCliServer({
  socketPaths: socketPaths(resolveDataDir(process.argv[2] ?? null)),
  actions: app,
  onError: () => process.exit(70),
}).catch((error: Error) => {
  process.stdout.write(`${error.message}\n`);
  process.exit(1);
});
app.onQuit = async () => {
  await server.close();
  setTimeout(() => process.exit(0), 300);
};
process.stdout.write(`${server.path}\n`);
