import "server-only";
import type { Fields } from "@/lib/fields/field";
import { type FileColumn, fileColumns } from "@/lib/fields/file-cells";
import type { Ctx } from "../context.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { Crud, NounRuntime } from "./noun-runtime.ts";

/** A noun whose records get a file of their own in the export of a workspace. */
export interface ExportedNoun {
  /** The name of the file: "accounts". */
  path: string;
  /** Its table, which is not exported a second time. */
  table: string;
  columnsIn(ctx: Ctx): FileColumn[];
  list: Crud<Fields>["list"];
}

interface Declared {
  runtime: NounRuntime;
  list: unknown;
}

/** The export of a noun, from its fields and the workspace's custom fields. */
export const exportedNoun = ({ runtime, list }: Declared): ExportedNoun => ({
  path: runtime.noun.head.path,
  table: runtime.table.list.table.name,
  columnsIn: (ctx) => [...fileColumns(inWorkspace(ctx, runtime).noun.fields), ...runtime.table.inFiles],
  list: list as ExportedNoun["list"],
});

// On globalThis: the registry registers once per process, whichever bundle of the server asks.
const holder = globalThis as { throughlineExported?: readonly ExportedNoun[] };

/** Called by the registry when it is loaded. */
export function registerExported(nouns: readonly ExportedNoun[]): void {
  holder.throughlineExported = nouns;
}

export function exportedNouns(): readonly ExportedNoun[] {
  if (!holder.throughlineExported) throw new Error("The registry has not told which nouns are exported.");
  return holder.throughlineExported;
}
