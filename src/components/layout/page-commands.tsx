"use client";

import { createContext, type ReactNode, useContext, useEffect, useId, useState, useSyncExternalStore } from "react";
import { useStable } from "@/components/ui/use-stable";
import { EntryBook } from "./entry-book";

export interface PageCommand {
  id: string;
  /** "Archive Alder Ports" */
  label: string;
  run: () => void;
}

const Context = createContext<EntryBook<PageCommand> | null>(null);

/** Once in the shell: what the pages below it offer to the command menu. */
export function PageCommandsProvider({ children }: { children: ReactNode }) {
  const [book] = useState(() => new EntryBook<PageCommand>());
  return <Context value={book}>{children}</Context>;
}

function useBook(): EntryBook<PageCommand> {
  const book = useContext(Context);
  if (!book) throw new Error("Commands of a page need a PageCommandsProvider above them.");
  return book;
}

/** Offers an act of the page in the command menu, as long as the component is there; null offers none. */
export function usePageCommand(label: string | null, run: () => void): void {
  const book = useBook();
  const id = useId();
  const latest = useStable(run);
  // The book of commands, which the menu reads.
  useEffect(() => {
    if (label === null) return;
    return book.add({ id, label, run: latest });
  }, [book, id, label, latest]);
}

/** What the page offers now; what stands on it twice, once. */
export function usePageCommands(): readonly PageCommand[] {
  const book = useBook();
  const all = useSyncExternalStore(book.subscribe, book.list, book.list);
  return all.filter(({ label }, place) => all.findIndex((other) => other.label === label) === place);
}
