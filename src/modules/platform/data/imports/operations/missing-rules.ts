import "server-only";
import { own } from "@/lib/own";
import { importerFor, referenceTo } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { invalid } from "@/server/errors";
import type { FileOptions, MissingRule } from "../schema";
import { type FilePlan, mayLeaveUnowned, ownRecordsIn, type PlannedColumn } from "./plan-file";

/**
 * The answers that a person may give for all values of a column that name no record, or are none of its choices. Records of several types are made
 * one by one; rows that only lack a link to rows of their own file are not skipped for it.
 */
export function rulesFor(
  ctx: Ctx,
  { importer }: Pick<FilePlan, "importer">,
  { spec, field }: Pick<PlannedColumn, "spec" | "field">,
): MissingRule[] {
  // A value that a list does not have becomes a new choice by an act of its own.
  if (spec.options) return [...(spec.required ? [] : ["empty" as const]), "skip"];
  const source = spec.kind === "reference" ? referenceTo(spec.to) : undefined;
  if (!source || source.types) return [];
  const ownRecords = ownRecordsIn(importer, field, spec);
  if (ownRecords === "texts") return [];
  return [
    ...(source.mayMake(ctx) ? ["create" as const] : []),
    ...(spec.required || (field === "owner" && !mayLeaveUnowned(ctx, importer)) ? [] : ["empty" as const]),
    ...(ownRecords ? [] : ["skip" as const]),
  ];
}

/** VALIDATION for a rule about a field that cannot have it. */
export function requireRules(ctx: Ctx, entity: string | null, missing: FileOptions["missing"] = {}): void {
  const importer = importerFor(ctx, entity);
  for (const [field, rule] of Object.entries(missing)) {
    const spec = own(importer?.catalog.columns, field);
    const rules = importer && spec ? rulesFor(ctx, { importer }, { spec, field }) : [];
    if (rules.length === 0) throw invalid(`options.missing.${field}`, "This field has no such question.");
    if (!rules.includes(rule)) throw invalid(`options.missing.${field}`, `Choose one of these: ${rules.join(", ")}.`);
  }
}
