import "server-only";
import type { Fields } from "@/lib/fields/field";
import { type FileColumn, fileColumns } from "@/lib/fields/file-cells";
import type { Ctx } from "../context.ts";
import type { Crud, Made } from "./made.ts";
import { madeIn } from "./made-in.ts";

/** A noun whose records stand in a file of their own when a whole workspace is exported. */
export interface ExportedNoun {
  /** The name of the file: "accounts". */
  path: string;
  /** Its table, which is not exported a second time. */
  table: string;
  columnsIn(ctx: Ctx): FileColumn[];
  list: Crud<Fields>["list"];
}

interface Declared {
  made: Made;
  list: unknown;
}

/** The export of a noun that is declared by its fields; those of the workspace are among them. */
export const exportedNoun = ({ made, list }: Declared): ExportedNoun => ({
  path: made.noun.head.path,
  table: made.table.list.table.name,
  columnsIn: (ctx) => [...fileColumns(madeIn(ctx, made).noun.fields), ...made.table.inFiles],
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
