import "server-only";
import { isEntriesField } from "@/lib/fields/entries";
import { type Field, inputName } from "@/lib/fields/field";
import { erasedValue, personalIn } from "@/lib/nouns/personal";
import type { TenantInfo } from "../context.ts";
import { Prisma } from "../db/generated/client.ts";
import type { Row } from "../fields/kind.ts";
import type { NounRuntime } from "./noun-runtime.ts";

type Runtime = Pick<NounRuntime, "noun" | "table">;

/** Columns that say something on a person in whatever noun has personal fields: other products know them by the id. */
const always = { externalId: null, externalSource: null } as const;

const erasedInput = ({ noun }: Runtime): Row =>
  Object.fromEntries(personalIn(noun.fields).map(([name, field]) => [inputName(name, field), erasedValue(field)]));

/** The columns of its fields without what they say on a person. */
export const erasedTexts = (runtime: Runtime, tenant: TenantInfo): Record<string, unknown> =>
  runtime.table.columns(erasedInput(runtime), tenant);

/** The columns that Prisma writes to erase a record; custom fields of the workspace count as personal. `runtime` is the declared noun. */
export const erasedColumns = (runtime: Runtime, tenant: TenantInfo): Record<string, unknown> => ({
  ...runtime.table.written(erasedInput(runtime), tenant),
  ...always,
  custom: Prisma.DbNull,
  customKeys: Prisma.DbNull,
});

/** The same as an event says it, so that an edit of an earlier version is refused. `own` has the custom fields too. */
export function erasedState(runtime: Runtime, own: Runtime, tenant: TenantInfo): Record<string, unknown> {
  const columns = { ...erasedTexts(runtime, tenant), ...always };
  const added = Object.keys(own.table.recorded).filter((name) => !(name in runtime.table.recorded));
  const stored = Object.entries(columns).filter(([name]) => name in runtime.table.recorded);
  return { ...Object.fromEntries(stored), ...Object.fromEntries(added.map((name) => [name, null])) };
}

/** The names, addresses and numbers in columns of a person, from a row or the changed values in an event. */
export function textsIn({ noun }: Pick<Runtime, "noun">, row: Row): string[] {
  return personalIn(noun.fields).flatMap(([name, field]) => valuesOf(field, row[name]));
}

/** Only fields that tell people apart: a job title says nothing of who it is. */
function valuesOf(field: Field, value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if ("title" in field && field.title) return [String(value)];
  if (isEntriesField(field) && Array.isArray(value)) return value.map((one: { value: unknown }) => String(one.value));
  return ["email", "phone"].includes(field.kind) ? [String(value)] : [];
}
