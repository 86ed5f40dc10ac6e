"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Noun } from "@/lib/nouns/define";

/** Load kinds of records with their fields, by the object: pages know only their own. */
export type NounLoaders = Readonly<Record<string, (() => Promise<Noun>) | undefined>>;

const Context = createContext<NounLoaders>({});

/** Sets how filters find the fields of records that others point to; use it once in the shell. */
export function NounLoadersProvider({ value, children }: { value: NounLoaders; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** How kinds of records are loaded. */
export const useNounLoaders = (): NounLoaders => useContext(Context);
