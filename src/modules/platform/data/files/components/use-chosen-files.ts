"use client";

import { useState } from "react";

interface ChosenFile {
  /** Two files may have one name. */
  key: string;
  file: File;
}

/** Files that somebody chose for something that is not saved yet. */
export interface ChosenFiles {
  list: readonly ChosenFile[];
  files: readonly File[];
  add(files: readonly File[]): void;
  remove(key: string): void;
  clear(): void;
}

/** The files that are chosen in a form; they are sent when what they belong to exists. */
export function useChosenFiles(): ChosenFiles {
  const [list, setList] = useState<readonly ChosenFile[]>([]);
  return {
    list,
    files: list.map(({ file }) => file),
    add: (files) => setList((before) => [...before, ...files.map((file) => ({ key: crypto.randomUUID(), file }))]),
    remove: (key) => setList((before) => before.filter((one) => one.key !== key)),
    clear: () => setList([]),
  };
}
