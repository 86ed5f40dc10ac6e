import "server-only";
import type { ChoiceOption, Field } from "@/lib/fields/field";
import { listedIn } from "@/lib/fields/option-lists";
import { quoteValue } from "@/lib/text";
import type { Ctx } from "../../context.ts";
import { archivedIn } from "../../custom/check.ts";
import type { CustomColumns, UniqueKey } from "../../custom/columns.ts";
import { customOf } from "../../custom/of-tenant.ts";
import { Prisma } from "../../db/generated/client.ts";
import { tenantSql } from "../../db/tenant-db.ts";
import type { Refusal } from "../rule.ts";
import type { ImportContext } from "./import-context.ts";
import type { BatchRecord, Cells, Columns } from "./rules.ts";

/** The rules of custom fields and of lists of options for the rows of a batch, besides those for each value. */
export interface CustomRules {
  /** Why a record may not have these values: another one has one that is unique, or an option is unknown or archived. */
  refuse(before: BatchRecord | undefined, after: Columns): Refusal | null;
  /** Notes that a record of the batch has the unique values of these columns. */
  claim(id: string, after: Columns): void;
}

const hasArchived = (field: Field): boolean =>
  "options" in field && (field.options as readonly ChoiceOption[]).some(({ archived }) => archived);

const placeOf = ({ field, text }: Pick<UniqueKey, "field" | "text">) => `${field}\n${text}`;

/** One statement, and none where no custom field is unique. */
export async function customRules(ctx: Ctx, importing: ImportContext, rows: readonly Cells[]): Promise<CustomRules> {
  const { noun } = importing.runtime;
  const columns = customOf(ctx.tenant, noun.entity);
  const owners = await ownersOf(ctx, importing, columns, rows);
  const choices = Object.entries<Field>(noun.fields).filter(([, field]) => hasArchived(field));
  const taken = (before: BatchRecord | undefined, after: Columns): Refusal | null => {
    const had = new Set(before ? columns.unique(before.after).map(placeOf) : []);
    for (const key of columns.unique(after)) {
      const owner = owners.get(placeOf(key));
      if (had.has(placeOf(key)) || owner === undefined || owner === before?.id) continue;
      const label = noun.fields[key.name]?.label ?? key.name;
      const reason = `${quoteValue(String(after[key.name] ?? key.text))} is already in use. No two ${noun.head.many} can have the same ${label}.`;
      return { field: key.name, reason };
    }
    return null;
  };
  const lists = listedIn(noun.fields);
  const unknown = (before: BatchRecord | undefined, after: Columns): Refusal | null => {
    for (const [name, { options }] of lists) {
      const value = after[name] ?? null;
      if (value === null || value === before?.after[name]) continue;
      if (!options.some((option) => option.value === value))
        return { field: name, reason: `There is no option ${quoteValue(String(value))}. Choose another value.` };
    }
    return null;
  };
  const archived = (before: BatchRecord | undefined, after: Columns): Refusal | null => {
    for (const [name, field] of choices) {
      const had = [before?.after[name]].flat();
      const fresh = archivedIn(field, after[name]).find(({ value }) => !had.includes(value));
      if (fresh) return { field: name, reason: `${quoteValue(fresh.label)} is archived. Choose another value.` };
    }
    return null;
  };
  return {
    refuse: (before, after) => taken(before, after) ?? unknown(before, after) ?? archived(before, after),
    claim(id, after) {
      for (const key of columns.unique(after)) owners.set(placeOf(key), id);
    },
  };
}

/** The records that have unique values of these rows already, visible or not. */
async function ownersOf(
  ctx: Ctx,
  { runtime, rows: { empty, merge } }: ImportContext,
  columns: CustomColumns,
  rows: readonly Cells[],
): Promise<Map<string, string>> {
  if (!Object.values<Field>(runtime.noun.fields).some(({ unique }) => unique)) return new Map();
  const keys = rows.flatMap((row) => columns.unique(merge(empty, row, ctx.tenant)));
  if (keys.length === 0) return new Map();
  const found = await tenantSql<{ field: string; text: string; id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select k.field, k.text, v.record_id as id
      from unnest(${keys.map(({ field }) => field)}::text[], ${keys.map(({ text }) => text)}::text[]) as k(field, text)
      cross join lateral (
        select record_id from custom_values v where v.tenant_id = ${ctx.tenant.id}::uuid and v.field = k.field
          and v.text = k.text limit 1
      ) v`,
  );
  return new Map(found.map((one) => [placeOf(one), one.id]));
}
