import type { ReactNode } from "react";

/** An act of this tab that can be taken back. */
export interface UndoAct {
  /** "Harbour crane moved to Qualified" */
  message: ReactNode;
  /** Takes it back and answers whether that went through; it tells a refusal itself. */
  undo(): Promise<boolean>;
  toast: string | number;
}

/** More than anybody takes back by keys. */
const most = 50;

/** The acts of one workspace that offered undo, the last one at the end. They outlive their toasts. */
export class UndoActs {
  #acts: readonly UndoAct[] = [];

  add(act: UndoAct): void {
    this.#acts = [...this.#acts, act].slice(-most);
  }

  /** Takes the last act out. */
  take(): UndoAct | undefined {
    const last = this.#acts.at(-1);
    this.#acts = this.#acts.slice(0, -1);
    return last;
  }

  /** Drops an act that its toast took back. */
  forget(toast: UndoAct["toast"], undo: UndoAct["undo"]): void {
    this.#acts = this.#acts.filter((act) => act.toast !== toast || act.undo !== undo);
  }

  clear(): void {
    this.#acts = [];
  }
}
