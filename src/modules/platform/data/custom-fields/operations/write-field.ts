import "server-only";
import type { z } from "zod";
import { counted } from "@/lib/counted";
import { baseFields } from "@/lib/fields/base";
import { fieldOf } from "@/lib/fields/custom";
import { isReference } from "@/lib/fields/field";
import { foldKey, quoteValue } from "@/lib/text";
import { platform } from "@/modules/platform/module";
import { timelineOf } from "@/server/catalog";
import { defined, jsonColumn } from "@/server/columns";
import type { Ctx } from "@/server/context";
import { lockDefinitions } from "@/server/custom/lock";
import type { Prisma } from "@/server/db/generated/client";
import { AppError, invalid } from "@/server/errors";
import { emit } from "@/server/events";
import { inTransaction } from "@/server/execute";
import { newId } from "@/server/new-id";
import { updateVersioned } from "@/server/versions";
import { customFieldEvents } from "../events";
import { customFieldSelect, definitionOf, findField, presentField, type StoredField } from "../row";
import { keyFor, problemOf } from "../rules";
import {
  type CustomFieldRow,
  createCustomFieldInput,
  customField,
  customFieldList,
  maxFields,
  orderCustomFieldsInput,
  updateCustomFieldInput,
} from "../schema";
import { customFieldScope } from "../scope";
import { optionsWith } from "./list-fields";
import { turnUnique } from "./unique-values";

export const createCustomField = platform.operation({
  kind: "mutation",
  permission: "field:manage",
  input: createCustomFieldInput,
  output: customField,
  rest: { method: "POST", path: "/custom-fields", creates: true },
  describe: `Adds a field to one type of record, at the end. Its key is derived from its label. A type of record can have at most ${maxFields} custom fields.`,
  async run(ctx, input) {
    await lockDefinitions(ctx);
    return presentField(await insertField(ctx, input));
  },
});

type NewField = Pick<Prisma.CustomFieldUncheckedCreateInput, "entity" | "kind" | "label"> & {
  help?: string | null | undefined;
  section?: string | null | undefined;
  position?: number;
  required?: boolean | undefined;
  unique?: boolean | undefined;
  initial?: unknown;
  settings?: object | undefined;
};

/** A new field with its event, after all that can be refused was checked. */
export async function insertField(ctx: Ctx, given: NewField): Promise<StoredField> {
  const { entity, kind, label } = given;
  const siblings = await ctx.db.customField.findMany({ where: { entity }, select: { key: true } });
  await requireRoom(ctx, entity);
  await requireFreeLabel(ctx, entity, label, null);
  const row = {
    id: newId(),
    entity,
    key: keyFor(label, new Set(siblings.map(({ key }) => key))),
    kind,
    label,
    help: given.help || null,
    section: given.section || null,
    position: given.position ?? (await nextPosition(ctx, entity)),
    required: given.required ?? false,
    unique: given.unique ?? false,
    initial: (given.initial ?? null) as Prisma.JsonValue,
    settings: (given.settings ?? {}) as Prisma.JsonValue,
    archivedAt: null,
    deletedAt: null,
    version: 1,
  };
  await requireSound(ctx, row);
  const data = { ...row, initial: jsonColumn(row.initial), settings: row.settings ?? {} };
  const made = await ctx.db.customField.create({ data, select: customFieldSelect });
  emit(ctx, customFieldEvents.created, {
    id: made.id,
    version: made.version,
    after: { label, entity, kind },
    data: {},
  });
  return made;
}

async function nextPosition(ctx: Ctx, entity: string): Promise<number> {
  const { _max } = await ctx.db.customField.aggregate({ where: { entity }, _max: { position: true } });
  return (_max.position ?? 0) + 1;
}

export async function requireRoom(ctx: Ctx, entity: string): Promise<void> {
  const count = await ctx.db.customField.count({ where: { entity, deletedAt: null } });
  const { many = "records" } = timelineOf(entity)?.catalog.label ?? {};
  if (count >= maxFields)
    throw invalid(
      "entity",
      `A type of record can have at most ${maxFields} custom fields, and ${many} already have that many. Delete one first.`,
    );
}

/** Refuses a label under which the object has another field, whatever its case. */
export async function requireFreeLabel(ctx: Ctx, entity: string, label: string, id: string | null): Promise<void> {
  const wanted = foldKey(label);
  const own = Object.values(timelineOf(entity)?.catalog.columns ?? {}).map((column) => column.label);
  const builtIn = [...own, ...Object.values(baseFields).map((field) => field.label), "Tags"];
  const named = builtIn.find((one) => foldKey(one) === wanted);
  if (named) throw invalid("label", `There is already a built-in field ${quoteValue(named)}. Use a different name.`);
  const others = await ctx.db.customField.findMany({
    where: { entity, archivedAt: null, deletedAt: null, ...(id ? { id: { not: id } } : {}) },
    select: { label: true },
  });
  const twin = others.find((one) => foldKey(one.label) === wanted);
  if (twin) throw invalid("label", `There is already a custom field ${quoteValue(twin.label)}. Use a different name.`);
}

async function requireSound(ctx: Ctx, row: StoredField): Promise<void> {
  const definition = definitionOf(row);
  const problem = problemOf({ ...definition, settings: presentField(row).settings });
  if (problem) throw invalid(problem.path, problem.message);
  const field = fieldOf(definition);
  if (!isReference(field) || row.initial === null) return;
  const scope = timelineOf("to" in field ? String(field.to) : "member")?.scope;
  const seen = (await scope?.load(ctx, [String(row.initial)])) ?? [];
  if (seen.length === 0) throw invalid("initial", "The default is a record that does not exist. Choose another one.");
}

export const updateCustomField = platform.operation({
  kind: "mutation",
  permission: "field:manage",
  // A million records get keys when a field becomes unique: longer than a transaction of others may take.
  external: true,
  on: { scope: customFieldScope, ids: (input) => [input.id] },
  input: updateCustomFieldInput,
  output: customField,
  rest: { method: "PATCH", path: "/custom-fields/{id}" },
  describe:
    "Changes a field, but not its kind or key. VALIDATION if records have an option that is left out, or if a field becomes unique and records share a value.",
  run: (ctx, input) => inTransaction(ctx, (inner) => update(inner, input), { timeoutMs: longestMs }),
});

const longestMs = 120_000;

async function update(
  ctx: Ctx,
  { id, version, help, section, ...given }: z.output<typeof updateCustomFieldInput>,
): Promise<CustomFieldRow> {
  await lockDefinitions(ctx);
  const before = await findField(ctx, id);
  requireThere(before);
  const columns = defined({
    ...given,
    help: help === undefined ? undefined : help || null,
    section: section === undefined ? undefined : section || null,
  }) as Partial<StoredField>;
  const after = { ...before, ...columns };
  if (foldKey(after.label) !== foldKey(before.label) && !before.archivedAt)
    await requireFreeLabel(ctx, before.entity, after.label, id);
  await requireSound(ctx, after);
  await requireOptionsUnused(ctx, before, after);
  const row = await changeField(ctx, { id, version }, columns, customFieldEvents.updated);
  if (row.unique !== before.unique) await turnUnique(ctx, row);
  return presentField(row);
}

export function requireThere({ deletedAt }: StoredField): void {
  if (deletedAt) throw new AppError("CONFLICT", "This field was deleted. Restore it first.");
}

type FieldEvent = (typeof customFieldEvents)["updated" | "archived" | "restored" | "deleted" | "undeleted"];

/** One versioned change of a field with its event. */
export async function changeField(
  ctx: Ctx,
  { id, version }: { id: string; version: number },
  columns: Partial<StoredField>,
  event: FieldEvent,
): Promise<StoredField> {
  const { initial, settings, ...plain } = columns;
  return await updateVersioned<StoredField>(ctx, {
    event,
    id,
    version,
    columns,
    select: customFieldSelect,
    load: () => ctx.db.customField.findFirst({ where: { id }, select: customFieldSelect }),
    write: (expected) =>
      ctx.db.customField.update({
        where: { id, version: expected },
        data: {
          ...plain,
          ...("initial" in columns ? { initial: jsonColumn(initial ?? null) } : {}),
          ...(settings === undefined ? {} : { settings: settings as Prisma.InputJsonValue }),
          version: { increment: 1 },
        },
        select: customFieldSelect,
      }),
    present: presentField,
  });
}

/** An option that records have can be archived only: left out, it would empty them unseen. */
async function requireOptionsUnused(ctx: Ctx, before: StoredField, after: StoredField): Promise<void> {
  const kept = new Set((presentField(after).settings.options ?? []).map(({ value }) => value));
  const removed = (presentField(before).settings.options ?? []).filter(({ value }) => !kept.has(value));
  if (removed.length === 0) return;
  const used = await optionsWith(ctx, before);
  for (const { value, label } of removed) {
    const records = used.find((one) => one.value === value)?.records ?? 0;
    if (records > 0)
      throw invalid(
        "settings.options",
        `${counted(records, { one: "record has", many: "records have" }, ctx.tenant.locale)} the option ${quoteValue(label)}. Archive it instead.`,
      );
  }
}

export const orderCustomFields = platform.operation({
  kind: "mutation",
  permission: "field:manage",
  uses: [{ scope: customFieldScope, ids: (input) => input.order.map(({ id }) => id) }],
  input: orderCustomFieldsInput,
  output: customFieldList,
  rest: { method: "POST", path: "/custom-fields/order" },
  describe: "Sets the order and the sections of the fields of one type of record; those that are left out come last.",
  async run(ctx, { entity, order }) {
    await lockDefinitions(ctx);
    const rows = await ctx.db.customField.findMany({
      where: { entity, deletedAt: null },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: customFieldSelect,
    });
    const own = new Map(rows.map((row) => [row.id, row]));
    const wanted = new Map(order.map((one) => [one.id, one.section || null]));
    if (wanted.size < order.length || order.some(({ id }) => !own.has(id)))
      throw invalid("order", "List fields of this type of record, each only once.");
    const placed = [...wanted.keys(), ...rows.map(({ id }) => id).filter((id) => !wanted.has(id))];
    const batch: Ctx = { ...ctx, batchId: newId() };
    for (const [index, id] of placed.entries()) {
      const before = own.get(id) as StoredField;
      await place(batch, before, index + 1, wanted.has(id) ? (wanted.get(id) ?? null) : before.section);
    }
    ctx.outcome.unchanged = ctx.emitted.length === 0;
    const after = await ctx.db.customField.findMany({
      where: { entity, deletedAt: null },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: customFieldSelect,
    });
    return after.map(presentField);
  },
});

async function place(ctx: Ctx, before: StoredField, position: number, section: string | null): Promise<void> {
  if (before.position === position && before.section === section) return;
  const { id } = before;
  const data = { position, section, version: { increment: 1 } };
  const { version } = await ctx.db.customField.update({ where: { id }, data, select: { version: true } });
  emit(ctx, customFieldEvents.moved, {
    id,
    version,
    before: { position: before.position, section: before.section },
    after: { position, section },
    data: {},
  });
}
