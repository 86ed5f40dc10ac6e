"use client";

import { createContext, useContext } from "react";
import type { Field, ImportObject, useSaveFile } from "../client";
import type { ImportFile } from "../schema";
import type { FileAnalysis } from "./decisions";

/** The file whose decisions are shown, its object, and the way to save a change. */
export interface ShownFile {
  importId: string;
  file: ImportFile;
  analysis: FileAnalysis;
  fields: readonly Field[];
  keys: ImportObject["keys"];
  /** The word for its records: "accounts". */
  noun: string;
  save: ReturnType<typeof useSaveFile>;
}

const Context = createContext<ShownFile | null>(null);
export const ShownFileProvider = Context.Provider;

export function useShownFile(): ShownFile {
  const shown = useContext(Context);
  if (!shown) throw new Error("This component stands outside of the decisions about a file.");
  return shown;
}
