import "server-only";
import { counted } from "@/lib/counted";
import { addConcerned, chosenKeys, type ObjectCounts } from "@/lib/import-rows";
import { capital } from "@/lib/text";
import { catalog } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import type { FileTotals } from "../schema";
import { addCounts } from "./call-in-parts";
import type { FilePlan } from "./plan-file";
import type { SliceResult } from "./read-slice";
import { countRows } from "./row-problems";

/** The counts of a file before its first row; `joined` rows are merged with a later one of their key. */
export function emptyTotals(plan: FilePlan, joined: number): FileTotals {
  return {
    fileId: plan.file.id,
    objects: [],
    rows: plan.file.rowCount,
    good: plan.file.rowCount,
    skipped: 0,
    errors: 0,
    asked: {},
    rule: joined === 0 ? ruleOf(plan) : `${ruleOf(plan)} ${joinedRule(joined)}`,
  };
}

/** The counts of a file with those of one more slice. */
export function withSlice(totals: FileTotals, { counts, skipped, asked }: SliceResult): FileTotals {
  const sums: Record<string, ObjectCounts> = Object.fromEntries(totals.objects.map((one) => [one.entity, one]));
  addCounts(sums, counts);
  const allAsked = { ...totals.asked };
  addConcerned(allAsked, asked);
  const objects = Object.entries(sums).map(([entity, sum]) => ({ entity, label: labelOf(entity), ...sum }));
  return { ...totals, skipped: totals.skipped + skipped, asked: allAsked, objects };
}

/** The counts of files with the rows that did not go in. */
export async function withRowCounts(ctx: Ctx, importId: string, totals: readonly FileTotals[]): Promise<FileTotals[]> {
  const counted = await countRows(ctx, importId);
  return totals.map((file) => {
    const { errors, out, skipped } = counted.get(file.fileId) ?? { errors: 0, out: 0, skipped: 0 };
    const left = skipped + file.skipped;
    return { ...file, errors, skipped: left, good: file.rows - out - left };
  });
}

function labelOf(entity: string): string {
  const { reverts, importers } = catalog();
  const objects = [...reverts, ...importers.flatMap(({ counts = [] }) => counts)];
  const known = objects.find((one) => one.entity === entity)?.label.many ?? entity;
  return capital(known);
}

const joinedRows = {
  one: "row is merged with a later row about the same record; where they differ, the later row wins",
  many: "rows are merged with later rows about the same record; where they differ, the later row wins",
};
const joinedRule = (rows: number) => `${counted(rows, joinedRows)}.`;

/** By which natural key the rows of a file are recognised, as a sentence. */
function ruleOf(plan: FilePlan): string {
  const { catalog: one } = plan.importer;
  const mapped = new Set(plan.columns.map((column) => column.field));
  const keys = chosenKeys(one.naturalKeys, plan.options).filter((fields) => fields.every((field) => mapped.has(field)));
  const names = keys.map((fields) =>
    fields.map((field) => one.columns[field]?.label.toLowerCase() ?? field).join(" and "),
  );
  const many = capital(one.label.many);
  return names.length === 0
    ? `${many} are not compared with existing records, because no column identifies them. Each row creates a new record.`
    : `${many} by ${names.join(", else by ")}.`;
}
