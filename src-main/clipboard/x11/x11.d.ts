// The part of npm `x11` (node-x11 4.2.2, which carries no types) that Clipstead uses, from its docs/ and lib/.
// Never declare here what is not used: an unread declaration is an unchecked one.
declare module 'x11' {
  /** An error that the X server sent for a request; `error` is its code. */
  export interface X11Error extends Error {
    readonly error?: number;
  }

  /** Replying true tells node-x11 that the error was handled; else it emits 'error'. */
  export type X11Callback<T> = (error: X11Error | null | undefined, value: T) => boolean;

  /** An event's fields as node-x11 unpacks them; which ones are there depends on `type`. */
  export interface X11Event {
    readonly type: number;
    /** The last request that the server had processed when it made the event; full width, never wraps. */
    readonly seq: number;
    readonly wid: number;
    readonly window: number;
    readonly atom: number;
    readonly time: number;
    readonly state: number;
    readonly owner: number;
    readonly requestor: number;
    readonly selection: number;
    readonly target: number;
    readonly property: number;
    readonly timestamp: number;
  }

  export interface X11Property {
    readonly type: number;
    readonly format: number;
    readonly bytesAfter: number;
    readonly data: Buffer;
  }

  export interface X11Fixes {
    readonly firstEvent: number;
    SelectSelectionInput(window: number, selection: number, mask: number): void;
  }

  export interface X11Resource {
    QueryClientIds(
      specs: readonly { readonly client: number; readonly mask: number }[],
      callback: X11Callback<readonly { readonly mask: number; readonly value: readonly number[] }[]>,
    ): void;
  }

  export interface X11Test {
    /** `type`: 2 = KeyPress, 3 = KeyRelease; `time`: delay in ms. */
    FakeInput(type: number, keycode: number, time: number, window: number, x: number, y: number): void;
  }

  interface Extensions {
    fixes: X11Fixes;
    res: X11Resource;
    xtest: X11Test;
  }

  export interface X11Client {
    atoms: Record<string, number>;
    /** The sequence number of the last request that was sent. */
    readonly seq_num: number;
    readonly stream: import('node:net').Socket;

    on(event: 'event', listener: (event: X11Event) => void): this;
    on(event: 'error', listener: (error: X11Error) => void): this;
    on(event: 'end', listener: () => void): this;
    require<N extends keyof Extensions>(name: N, callback: X11Callback<Extensions[N]>): void;
    terminate(): void;

    AllocID(): number;
    InternAtom(onlyIfExists: boolean, name: string, callback: X11Callback<number>): void;
    GetAtomName(atom: number, callback: X11Callback<string>): void;
    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
      border: number,
      depth: number,
      windowClass: number,
      visual: number,
      values: { readonly eventMask?: number; readonly overrideRedirect?: boolean },
    ): void;
    ChangeWindowAttributes(
      window: number,
      values: { readonly eventMask: number },
      callback?: X11Callback<void>,
    ): void;
    ChangeProperty(
      mode: number,
      window: number,
      property: number,
      type: number,
      format: number,
      data: Buffer | readonly number[],
      callback?: X11Callback<void>,
    ): void;
    DeleteProperty(window: number, property: number): void;
    GetProperty(
      del: number,
      window: number,
      property: number,
      type: number,
      offset: number,
      length: number,
      callback: X11Callback<X11Property>,
    ): void;
    ConvertSelection(
      requestor: number,
      selection: number,
      target: number,
      property: number,
      time: number,
    ): void;
    QueryPointer(window: number, callback: X11Callback<{ readonly keyMask: number }>): void;
    SetSelectionOwner(window: number, selection: number, time: number): void;
    GetSelectionOwner(selection: number, callback: X11Callback<number>): void;
    SendEvent(
      destination: number,
      propagate: number,
      mask: number,
      event: { readonly name: string; readonly [field: string]: string | number },
    ): void;
    SendClientMessage(
      destination: number,
      window: number,
      type: number,
      format: number,
      data: readonly number[],
    ): void;
    GetInputFocus(callback: X11Callback<{ readonly focus: number }>): void;
    QueryTree(window: number, callback: X11Callback<{ readonly parent: number }>): void;
    GrabKeyboard(
      window: number,
      ownerEvents: 0 | 1,
      time: number,
      pointerMode: number,
      keyboardMode: number,
      callback: X11Callback<number>,
    ): void;
    UngrabKeyboard(time: number): void;
    GrabServer(): void;
    UngrabServer(): void;
    QueryKeymap(callback: X11Callback<Buffer>): void;
    GetKeyboardMapping(first: number, count: number, callback: X11Callback<readonly number[][]>): void;
    GetModifierMapping(callback: X11Callback<readonly number[][]>): void;
  }

  export interface X11Display {
    readonly client: X11Client;
    readonly resource_base: number;
    readonly resource_mask: number;
    readonly min_keycode: number;
    readonly max_keycode: number;
    readonly screen: readonly { readonly root: number }[];
  }

  interface X11Module {
    createClient(
      options: { readonly display: string; readonly shm: false },
      callback: (error: Error | null | undefined, display: X11Display) => void,
    ): X11Client;
    readonly eventMask: { readonly PropertyChange: number; readonly StructureNotify: number };
  }

  const x11: X11Module;
  export default x11;
}
