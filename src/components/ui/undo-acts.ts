import type { ReactNode } from "react";

/** An act of this tab that can be undone. */
export interface UndoAct {
  /** "Harbour crane moved to Qualified" */
  message: ReactNode;
  /** Undoes it and returns whether that succeeded; it reports a refusal itself. */
  undo(): Promise<boolean>;
  toast: string | number;
}

/** More than anybody undoes with keys. */
const most = 50;

/** The acts of one workspace with undo, the latest last. They outlive their toasts. */
export class UndoActs {
  #acts: readonly UndoAct[] = [];
  readonly #written: () => Promise<void>;

  /** `written` resolves when no write of this tab is pending. */
  constructor(written: () => Promise<void>) {
    this.#written = written;
  }

  add(act: UndoAct): void {
    this.#acts = [...this.#acts, act].slice(-most);
  }

  /** Removes and returns the last act, once a pending one has its answer: else the act before it would be undone. */
  async take(): Promise<UndoAct | undefined> {
    await this.#written();
    // An act is added in steps that follow its answer.
    await new Promise((done) => setTimeout(done));
    const last = this.#acts.at(-1);
    this.#acts = this.#acts.slice(0, -1);
    return last;
  }

  /** Removes an act that its toast has undone. */
  forget(toast: UndoAct["toast"], undo: UndoAct["undo"]): void {
    this.#acts = this.#acts.filter((act) => act.toast !== toast || act.undo !== undo);
  }

  clear(): void {
    this.#acts = [];
  }
}
