// What the benches use of npm `x11` beyond the product's own declarations (src-main/clipboard/x11/x11.d.ts).
// Never declare here what is not used: an unread declaration is an unchecked one.
declare module 'x11' {
  interface X11Image {
    readonly data: Buffer;
  }

  interface X11Event {
    /** DamageNotify: the rectangle that was drawn to, in the drawable's pixels. */
    readonly area: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  }

  interface X11Damage {
    /** Number of DamageNotify. */
    readonly firstEvent: number;
    Create(damage: number, drawable: number, reportLevel: number): void;
  }

  interface X11Client {
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
      values: { readonly backgroundPixel: number },
    ): void;
    require(name: 'damage', callback: X11Callback<X11Damage>): void;
    MapWindow(window: number): void;
    GetImage(
      format: number,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      callback: X11Callback<X11Image>,
    ): void;
  }
}
