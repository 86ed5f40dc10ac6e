"use client";

import { type ComponentType, createContext, useContext } from "react";
import type { Field } from "@/lib/fields/field";
import type { NounHead } from "@/lib/nouns/noun-head";

interface RecordInputProps {
  /** Of the noun whose field it is. */
  head: NounHead;
  /** Under which the form holds its value. */
  name: string;
  field: Field;
}
export type RecordInput = ComponentType<RecordInputProps>;

const Context = createContext<RecordInput | null>(null);

/** Hands the input of a field, as records have it, to parts of a page that know no records. */
export const RecordInputProvider = Context.Provider;

/** The input of a field in a form, as records have it. */
export function useRecordInput(): RecordInput {
  const input = useContext(Context);
  if (!input) throw new Error("No page above this component hands it the inputs of records.");
  return input;
}
