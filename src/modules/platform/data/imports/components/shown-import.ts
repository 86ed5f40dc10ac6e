"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { Field, ImportObject, useAnalysis, useSaveFile } from "../client";
import type { FileQuestion, ImportDetail, ImportFile, PreviewQuestion } from "../schema";
import type { FileAnalysis } from "./decisions";
import type { WizardStep } from "./wizard-step";

interface OwnQuestions {
  /** Below the columns of a file. */
  ofColumns?: ComponentType<FileQuestion>;
  /** Below its values. */
  ofValues?: ComponentType<FileQuestion>;
  /** Below the counts of a preview. */
  ofPreview?: ComponentType<PreviewQuestion>;
}

/** Questions that only files of one object raise, by entity. */
export type FileQuestions = Readonly<Record<string, OwnQuestions>>;

/** The import on the page, and its step. */
export interface ShownImport {
  detail: ImportDetail;
  step: WizardStep;
  analysis: Pick<ReturnType<typeof useAnalysis>, "data" | "error" | "refetch">;
  questions: FileQuestions;
  go: (to: { step?: WizardStep; file?: string }) => void;
}

/** The file whose decisions are shown, its object, and the way to save a change. */
export interface ShownFile {
  importId: string;
  file: ImportFile;
  analysis: FileAnalysis;
  fields: readonly Field[];
  keys: ImportObject["keys"];
  choosesIfExists: boolean;
  choosesEmptyCells: boolean;
  tellsNamesakes: boolean;
  /** The word for its records: "accounts". */
  noun: string;
  save: ReturnType<typeof useSaveFile>;
}

const ImportContext = createContext<ShownImport | null>(null);
const FileContext = createContext<ShownFile | null>(null);
export const ShownImportProvider = ImportContext.Provider;
export const ShownFileProvider = FileContext.Provider;

export const useShownImport = (): ShownImport => known(useContext(ImportContext));
export const useShownFile = (): ShownFile => known(useContext(FileContext));

function known<Shown>(shown: Shown | null): Shown {
  if (shown === null) throw new Error("This component stands outside of an import.");
  return shown;
}
