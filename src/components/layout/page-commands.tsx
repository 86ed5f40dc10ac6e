"use client";

import { createContext, type ReactNode, useContext, useEffect, useId, useState, useSyncExternalStore } from "react";
import { useStable } from "@/components/ui/use-stable";
import { EntryRegistry } from "./entry-registry";

export interface PageCommand {
  id: string;
  /** "Archive Alder Ports" */
  label: string;
  run: () => void;
}

const Context = createContext<EntryRegistry<PageCommand> | null>(null);

/** Once in the shell: collects the commands that pages offer to the command menu. */
export function PageCommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new EntryRegistry<PageCommand>());
  return <Context value={registry}>{children}</Context>;
}

function useRegistry(): EntryRegistry<PageCommand> {
  const registry = useContext(Context);
  if (!registry) throw new Error("Commands of a page need a PageCommandsProvider above them.");
  return registry;
}

/** Adds a command of the page to the command menu while the component is mounted; null adds none. */
export function usePageCommand(label: string | null, run: () => void): void {
  const registry = useRegistry();
  const id = useId();
  const latest = useStable(run);
  // The command registry, which the menu reads.
  useEffect(() => {
    if (label === null) return;
    return registry.add({ id, label, run: latest });
  }, [registry, id, label, latest]);
}

/** The page's current commands, without duplicates. */
export function usePageCommands(): readonly PageCommand[] {
  const registry = useRegistry();
  const all = useSyncExternalStore(registry.subscribe, registry.list, registry.list);
  return all.filter(({ label }, place) => all.findIndex((other) => other.label === label) === place);
}
