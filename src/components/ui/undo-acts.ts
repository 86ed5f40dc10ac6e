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
let acts: readonly UndoAct[] = [];

/** The acts that offered undo, the last one at the end. They outlive their toasts, and end with the workspace. */
export const undoActs = {
  add: (act: UndoAct) => {
    acts = [...acts, act].slice(-most);
  },
  /** Takes the last act out. */
  take: (): UndoAct | undefined => {
    const last = acts.at(-1);
    acts = acts.slice(0, -1);
    return last;
  },
  /** An act that its toast took back. */
  forget: (toast: UndoAct["toast"], undo: UndoAct["undo"]) => {
    acts = acts.filter((act) => act.toast !== toast || act.undo !== undo);
  },
  clear: () => {
    acts = [];
  },
};
