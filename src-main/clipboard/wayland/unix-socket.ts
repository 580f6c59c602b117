// A Unix socket that passes file descriptors, which Node's own cannot: by libc through koffi. Linux, 64 bit.
// Never block: what is not there yet is waited for by the event loop.
import { createRequire } from 'node:module';

/** Values of Linux on all architectures that Electron runs on (socket.h, fcntl.h, errno.h). */
const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0o2000000;
const O_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const MSG_CMSG_CLOEXEC = 0x40000000;
const EINTR = 4;
const EAGAIN = 11;
/** sun_path of sockaddr_un, with its NUL. */
const PATH_BYTES = 108;

const READ_BYTES = 64 * 1024;
/** The most descriptors that libwayland puts into one message. */
const MAX_FDS = 28;
/** CMSG_SPACE and CMSG_LEN of one array of descriptors: a header of 16 bytes, and the ints, aligned to 8 (cmsg(3)). */
const CMSG_HEADER = 16;
const cmsgLength = (count: number) => CMSG_HEADER + 4 * count;
const cmsgSpace = (count: number) => CMSG_HEADER + Math.ceil((4 * count) / 8) * 8;

/** struct msghdr, struct iovec and the control data, one after the other in one memory whose address does not change. */
const IOVEC_AT = 64;
const CONTROL_AT = 80;
const MEMORY_BYTES = CONTROL_AT + cmsgSpace(MAX_FDS);

interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  connect(fd: number, address: Buffer, length: number): number;
  sendmsg(fd: number, message: Buffer, flags: number): number;
  recvmsg(fd: number, message: Buffer, flags: number): number;
  close(fd: number): number;
  pipe2(fds: Int32Array, flags: number): number;
  address(memory: Buffer): bigint;
  errno(): number;
  poll(fd: number, onReadable: () => void): { close(): void };
}

/** The other end is gone, or was never there. */
export class SocketLost extends Error {
  override readonly name = 'SocketLost';
}

let loaded: Libc | null = null;

function libc(): Libc {
  if (loaded !== null) return loaded;
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const own = koffi.load(null);
  loaded = {
    socket: own.func('int socket(int domain, int type, int protocol)'),
    connect: own.func('int connect(int fd, const void *address, uint32_t length)'),
    sendmsg: own.func('intptr_t sendmsg(int fd, const void *message, int flags)'),
    recvmsg: own.func('intptr_t recvmsg(int fd, void *message, int flags)'),
    close: own.func('int close(int fd)'),
    pipe2: own.func('int pipe2(void *fds, int flags)'),
    address: (memory) => koffi.address(memory),
    errno: () => koffi.errno(),
    poll: (fd, onReadable) => koffi.node.poll(fd, { readable: true, disconnect: true }, onReadable),
  };
  return loaded;
}

/** A pipe whose ends no program that is started inherits. @throws Error where there are no descriptors left */
export function makePipe(): { readonly read: number; readonly write: number } {
  const fds = new Int32Array(2);
  if (libc().pipe2(fds, O_CLOEXEC) !== 0) throw new Error('no pipe could be made');
  return { read: fds[0] ?? -1, write: fds[1] ?? -1 };
}

/** Closes a descriptor, whatever it is. Not by Node, which warns of those that it has not opened itself. */
export function closeFd(fd: number): void {
  libc().close(fd);
}

export class UnixSocket {
  readonly #fd: number;
  readonly #libc = libc();
  readonly #out = Buffer.alloc(MEMORY_BYTES);
  readonly #in = Buffer.alloc(MEMORY_BYTES);
  readonly #received = Buffer.alloc(READ_BYTES);
  #poll: { close(): void } | null = null;
  #open = true;

  /** @throws SocketLost where nobody listens at `path` */
  constructor(path: string) {
    const name = Buffer.from(path);
    if (name.length >= PATH_BYTES) throw new SocketLost('the path of the socket is too long');
    const address = Buffer.alloc(2 + PATH_BYTES);
    address.writeUInt16LE(AF_UNIX);
    name.copy(address, 2);
    this.#fd = this.#libc.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (this.#fd < 0) throw new SocketLost('no socket could be made');
    if (this.#libc.connect(this.#fd, address, address.length) !== 0) {
      closeFd(this.#fd);
      throw new SocketLost('nobody listens at the socket');
    }
  }

  /** @param listener runs whenever there is something to receive, the end of the connection included. */
  onReadable(listener: () => void): void {
    this.#poll = this.#libc.poll(this.#fd, listener);
  }

  /**
   * Sends all bytes, and the descriptors with the first of them; they stay ours.
   * @throws SocketLost where the other end is gone, or takes nothing although the system's buffer is full
   */
  send(bytes: Buffer, fds: readonly number[] = []): void {
    if (!this.#open) throw new SocketLost('the socket is closed');
    for (let sent = 0; sent < bytes.length; ) {
      const carried = sent === 0 ? fds : [];
      // Kept until the call is done: the message names its address only.
      const part = bytes.subarray(sent);
      this.#lay(this.#out, part, carried.length === 0 ? 0 : cmsgSpace(carried.length));
      if (carried.length > 0) {
        this.#out.writeBigUInt64LE(BigInt(cmsgLength(carried.length)), CONTROL_AT);
        this.#out.writeInt32LE(SOL_SOCKET, CONTROL_AT + 8);
        this.#out.writeInt32LE(SCM_RIGHTS, CONTROL_AT + 12);
        carried.forEach((fd, at) => {
          this.#out.writeInt32LE(fd, CONTROL_AT + CMSG_HEADER + 4 * at);
        });
      }
      const count = Number(this.#libc.sendmsg(this.#fd, this.#out, MSG_DONTWAIT | MSG_NOSIGNAL));
      if (count >= 0) sent += count;
      else if (this.#libc.errno() !== EINTR) throw new SocketLost('the other end takes nothing');
    }
  }

  /**
   * @returns what has come, null where there is nothing at the moment; the descriptors are the taker's to close
   * @throws SocketLost at the end of the connection
   */
  receive(): { readonly bytes: Buffer; readonly fds: readonly number[] } | null {
    if (!this.#open) return null;
    for (;;) {
      this.#lay(this.#in, this.#received, cmsgSpace(MAX_FDS));
      const count = Number(this.#libc.recvmsg(this.#fd, this.#in, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
      if (count > 0) return { bytes: Buffer.from(this.#received.subarray(0, count)), fds: this.#fds() };
      if (count === 0) throw new SocketLost('the other end has closed the socket');
      const errno = this.#libc.errno();
      if (errno === EAGAIN) return null;
      if (errno !== EINTR) throw new SocketLost('the socket failed');
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#poll?.close();
    closeFd(this.#fd);
  }

  /** Fills in a msghdr with one iovec, and empty control data of a size. */
  #lay(memory: Buffer, data: Buffer, control: number): void {
    const address = this.#libc.address(memory);
    memory.fill(0);
    memory.writeBigUInt64LE(address + BigInt(IOVEC_AT), 16);
    memory.writeBigUInt64LE(1n, 24);
    if (control > 0) memory.writeBigUInt64LE(address + BigInt(CONTROL_AT), 32);
    memory.writeBigUInt64LE(BigInt(control), 40);
    memory.writeBigUInt64LE(this.#libc.address(data), IOVEC_AT);
    memory.writeBigUInt64LE(BigInt(data.length), IOVEC_AT + 8);
  }

  /** The descriptors in the control data that recvmsg() has filled in. */
  #fds(): number[] {
    const length = Number(this.#in.readBigUInt64LE(40));
    const fds: number[] = [];
    for (let at = 0; at + CMSG_HEADER <= length; ) {
      const part = Number(this.#in.readBigUInt64LE(CONTROL_AT + at));
      if (part < CMSG_HEADER) break;
      const rights =
        this.#in.readInt32LE(CONTROL_AT + at + 8) === SOL_SOCKET &&
        this.#in.readInt32LE(CONTROL_AT + at + 12) === SCM_RIGHTS;
      for (let fd = at + CMSG_HEADER; rights && fd + 4 <= at + part; fd += 4) {
        fds.push(this.#in.readInt32LE(CONTROL_AT + fd));
      }
      at += Math.ceil(part / 8) * 8;
    }
    return fds;
  }
}
