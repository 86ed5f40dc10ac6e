import "server-only";
import { counted } from "@/lib/counted";
import { addConcerned, chosenKeys } from "@/lib/import-rows";
import { catalog } from "@/server/catalog";
import type { FileTotals } from "../schema";
import type { FilePlan } from "./plan-file";
import type { SliceResult } from "./read-slice";

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
  const objects = new Map(totals.objects.map((one) => [one.entity, one]));
  for (const [entity, more] of Object.entries(counts)) {
    const now = objects.get(entity) ?? {
      entity,
      label: labelOf(entity),
      created: 0,
      updated: 0,
      unchanged: 0,
      merged: 0,
    };
    objects.set(entity, {
      ...now,
      created: now.created + more.created,
      updated: now.updated + more.updated,
      unchanged: now.unchanged + more.unchanged,
      merged: now.merged + more.merged,
    });
  }
  const allAsked = { ...totals.asked };
  addConcerned(allAsked, asked);
  return { ...totals, skipped: totals.skipped + skipped, asked: allAsked, objects: [...objects.values()] };
}

function labelOf(entity: string): string {
  const { reverts, importers } = catalog();
  const objects = [...reverts, ...importers.flatMap(({ counts = [] }) => counts)];
  const known = objects.find((one) => one.entity === entity)?.label.many ?? entity;
  return known.charAt(0).toUpperCase() + known.slice(1);
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
  const many = `${one.label.many.charAt(0).toUpperCase()}${one.label.many.slice(1)}`;
  return names.length === 0
    ? `${many} are not compared with existing records, because no column identifies them. Each row creates a new record.`
    : `${many} by ${names.join(", else by ")}.`;
}
