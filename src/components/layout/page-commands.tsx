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

/** Once in the shell: collects the commands that pages offer to the command menu. */
export function PageCommandsProvider({ children }: { children: ReactNode }) {
  const [book] = useState(() => new EntryBook<PageCommand>());
  return <Context value={book}>{children}</Context>;
}

function useBook(): EntryBook<PageCommand> {
  const book = useContext(Context);
  if (!book) throw new Error("Commands of a page need a PageCommandsProvider above them.");
  return book;
}

/** Adds a command of the page to the command menu while the component is mounted; null adds none. */
export function usePageCommand(label: string | null, run: () => void): void {
  const book = useBook();
  const id = useId();
  const latest = useStable(run);
  // The command registry, which the menu reads.
  useEffect(() => {
    if (label === null) return;
    return book.add({ id, label, run: latest });
  }, [book, id, label, latest]);
}

/** The page's current commands, without duplicates. */
export function usePageCommands(): readonly PageCommand[] {
  const book = useBook();
  const all = useSyncExternalStore(book.subscribe, book.list, book.list);
  return all.filter(({ label }, place) => all.findIndex((other) => other.label === label) === place);
}
