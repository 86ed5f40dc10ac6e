import "server-only";
import { customKey, isCustomName } from "@/lib/fields/custom";
import type { ChoiceOption, Field, Fields } from "@/lib/fields/field";
import { listedIn } from "@/lib/fields/option-lists";
import { own } from "@/lib/own";
import { orList, quoteValue } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import { tenantSql } from "../db/tenant-db.ts";
import { AppError, invalid } from "../errors.ts";
import type { Row } from "../fields/kind.ts";
import { snakeCase } from "../nouns/snake-case.ts";
import type { Scope } from "../scope.ts";
import type { CustomColumns, UniqueKey } from "./columns.ts";

interface Checked {
  scope: Pick<Scope, "entity" | "noun" | "load">;
  table: string;
  fields: Fields;
  columns: CustomColumns;
}

/** Refuses new values that another record has and may be had once only. The index refuses those of two at once. */
export async function refuseTaken(ctx: Ctx, checked: Checked, values: Row, id: string | null): Promise<void> {
  const keys = checked.columns.unique(values);
  if (keys.length === 0) return;
  const taken = await tenantSql<{ field: string; text: string; id: string }>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select v.field, v.text, v.record_id as id from custom_values v
      where v.tenant_id = ${ctx.tenant.id}::uuid and v.record_id is distinct from ${id}::uuid
        and (${Prisma.join(
          keys.map(({ field, text }) => Prisma.sql`(v.field = ${field} and v.text = ${text})`),
          " or ",
        )}) and v.field like '!%'
      limit 10`,
  );
  for (const key of keys) {
    const found = taken.find(({ field, text }) => field === key.field && text === key.text);
    if (found) throw await takenBy(ctx, checked, key, values, found.id);
  }
}

/** A record that the actor may not see is not spoken of. */
async function takenBy(ctx: Ctx, { scope, fields }: Checked, { name, text }: UniqueKey, values: Row, id: string) {
  const [seen] = await scope.load(ctx, [id]);
  const value = quoteValue(String(values[name] ?? text));
  const label = fields[name]?.label ?? name;
  if (!seen) return invalid(name, `${label}: ${value} is already in use.`);
  const message = `${label}: Another ${scope.noun} already has ${value}.`;
  return new AppError("VALIDATION", message, { fields: [{ path: name, message }], recordId: id });
}

/** Refuses values that are no options of the workspace's lists: their schemas take any text. */
export function refuseUnknown(fields: Fields, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { label, options }] of listedIn(fields)) {
    const value = values[name];
    if (value === null || value === undefined || options.some((option) => option.value === value)) continue;
    const open = options.filter(({ archived }) => !archived).map((option) => option.value);
    throw invalid(name, `${label}: There is no option ${quoteValue(String(value))}. Choose one of ${orList(open)}.`);
  }
}

/** Refuses archived options that a record did not have before. */
export async function refuseArchived(
  ctx: Ctx,
  { table, fields }: Checked,
  values: Readonly<Record<string, unknown>>,
  id: string | null,
): Promise<void> {
  const chosen = Object.entries<Field>(fields).flatMap(([name, field]) => {
    const archived = archivedIn(field, values[name]);
    return archived.length > 0 ? [{ name, label: field.label, archived }] : [];
  });
  if (chosen.length === 0) return;
  const before = id === null ? { custom: null } : await storedValues(ctx, { table, fields }, id);
  for (const { name, label, archived } of chosen) {
    const had = [storedIn(before, name)].flat();
    const fresh = archived.find(({ value }) => !had.includes(value));
    if (fresh) throw invalid(name, `${label}: ${quoteValue(fresh.label)} is archived. Choose another value.`);
  }
}

/** The archived options among the values of a field. */
export function archivedIn(field: Field, value: unknown): ChoiceOption[] {
  if (!("options" in field) || value === null || value === undefined) return [];
  const given = [value].flat();
  return (field.options as readonly ChoiceOption[]).filter((one) => one.archived && given.includes(one.value));
}

interface Stored {
  custom: Readonly<Record<string, unknown>> | null;
  [listed: string]: unknown;
}

/** The values of a record in custom fields, its tags, and its values in choices whose options workspaces change. */
async function storedValues(
  ctx: Ctx,
  { table, fields }: Pick<Checked, "table" | "fields">,
  id: string,
): Promise<Stored> {
  const listed = listedIn(fields).map(
    ([name]) => Prisma.sql`, t.${Prisma.raw(snakeCase(name))} as ${Prisma.raw(`"${name}"`)}`,
  );
  const [row] = await tenantSql<Stored>(
    ctx.tenant.id,
    ctx.db,
    Prisma.sql`
      select t.custom ${Prisma.join([Prisma.empty, ...listed], "")}
      from ${Prisma.raw(table)} t where t.tenant_id = ${ctx.tenant.id}::uuid and t.id = ${id}::uuid`,
  );
  return row ?? { custom: null };
}

/** Tags are among the custom fields. */
const storedIn = (stored: Stored, name: string): unknown =>
  name in stored ? stored[name] : own(stored.custom ?? {}, isCustomName(name) ? customKey(name) : name);
