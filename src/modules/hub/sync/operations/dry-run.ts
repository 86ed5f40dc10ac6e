import "server-only";
import type { AnyRecord } from "@/server/nouns/noun-runtime";

/** The memory of a rehearsal, whose pages are rolled back one by one. */
export interface DryRun {
  /** Links that the run would make: `<entity> <id there>` → the record here, a made-up id for one that it would create. */
  recordOf: Map<string, string>;
  externalOf: Map<string, string>;
  /** Ids of records that the run would create. */
  created: Set<string>;
  /** The texts by which records that it would create are known: `<entity> <key> <text>` → their ids. */
  byKey: Map<string, string>;
  /** Records here of which a person is to choose one. */
  awaiting: Set<string>;
}

export const newDryRun = (): DryRun => ({
  recordOf: new Map(),
  externalOf: new Map(),
  created: new Set(),
  byKey: new Map(),
  awaiting: new Set(),
});

/** An input without references to records that only the rehearsal knows. */
export const withoutDry = (input: Readonly<Record<string, unknown>>, dry: DryRun | null): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).filter(([, value]) => !(typeof value === "string" && dry?.created.has(value))),
  );

export type Sample = {
  outcome: "create" | "link" | "update" | "conflict" | "problem";
  side: "here" | "there";
  name: string;
  /** The record there, where there is one. */
  externalId?: string | null;
  field: string | null;
  ours: unknown;
  theirs: unknown;
  words: string | null;
};

export const nameOf = (record: AnyRecord | null | undefined): string => {
  const { name } = (record ?? {}) as { name?: unknown };
  return typeof name === "string" ? name : "";
};
