import "server-only";
import type { z } from "zod";
import type { Fields } from "@/lib/fields/field";
import { type FileColumn, fileColumns } from "@/lib/fields/file-cells";
import type { Page } from "@/lib/zod";
import type { Ctx } from "../context.ts";
import type { listInput } from "../list.ts";
import { inWorkspace } from "./in-workspace.ts";
import type { AnyRecord, Crud, NounRuntime } from "./noun-runtime.ts";
import { withWholeTexts } from "./rich-texts.ts";

/** A noun whose records get a file of their own in the export of a workspace. */
export interface ExportedNoun {
  /** The name of the file: "accounts". */
  path: string;
  /** Its table, which is not exported a second time. */
  table: string;
  columnsIn(ctx: Ctx): FileColumn[];
  /** Its records page by page, with the whole words of their texts. */
  page(ctx: Ctx, input: z.input<typeof listInput>): Promise<Pick<Page<AnyRecord>, "rows" | "nextCursor">>;
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
  async page(ctx, input) {
    const { rows, nextCursor } = await (list as Crud<Fields>["list"])(ctx, input);
    return { rows: await withWholeTexts(ctx, inWorkspace(ctx, runtime), rows), nextCursor };
  },
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
