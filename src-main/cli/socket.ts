// Connecting to a command-line socket, which both sides do: a client to ask, a starting app to see whether another lives.
// Never decide from a file's existence: a dead app leaves its socket behind.
import { connect, type Socket } from 'node:net';

/** Connects; rejects with the system's error (ENOENT, ECONNREFUSED …). */
export function connectTo(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Whether the error says that nobody listens there; any other one (EAGAIN of a full queue, EACCES) may be a live app. */
export function meansNobody(error: unknown): boolean {
  return ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Whether a process listens at the path. */
export async function isAlive(path: string): Promise<boolean> {
  try {
    (await connectTo(path)).destroy();
    return true;
  } catch (error) {
    return !meansNobody(error);
  }
}
