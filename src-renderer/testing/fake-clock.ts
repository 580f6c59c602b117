// A clock that stands until it is moved.
import type { Clock } from '../picker/undo-stack';

export class FakeClock implements Clock {
  time = 0;
  #calls: { at: number; call: () => void }[] = [];
  now = () => this.time;
  after = (ms: number, call: () => void) => {
    const entry = { at: this.time + ms, call };
    this.#calls.push(entry);
    return () => {
      this.#calls = this.#calls.filter((other) => other !== entry);
    };
  };
  pass(ms: number): void {
    this.time += ms;
    const due = this.#calls.filter(({ at }) => at <= this.time);
    this.#calls = this.#calls.filter(({ at }) => at > this.time);
    for (const { call } of due) call();
  }
}
