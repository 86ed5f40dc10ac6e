import "server-only";
import type { z } from "zod";
import { customKey, flattenCustom, isCustomName } from "@/lib/fields/custom";
import { type Field, type Fields, inputName, isReference } from "@/lib/fields/field";
import { listedIn, withOptionLists } from "@/lib/fields/option-lists";
import { withFields } from "@/lib/nouns/define";
import { inputSchema } from "@/lib/nouns/schemas";
import { timelineOf } from "../catalog.ts";
import type { Ctx, TenantInfo } from "../context.ts";
import { refuseArchived, refuseTaken, refuseUnknown } from "../custom/check.ts";
import type { CustomFields } from "../custom/definitions.ts";
import { customOf } from "../custom/of-tenant.ts";
import { AppError, notFound } from "../errors.ts";
import { readable } from "../readable.ts";
import type { Scope } from "../scope.ts";
import { requireMembers } from "./members-there.ts";
import type { NounRuntime } from "./noun-runtime.ts";
import { withCheckedTexts } from "./rich-texts.ts";
import { builtTable } from "./table.ts";

const known = new WeakMap<CustomFields, WeakMap<NounRuntime, NounRuntime>>();

/** The noun with the custom fields of a workspace; the same object until those fields change. */
export function inWorkspace({ tenant }: { tenant: Pick<TenantInfo, "custom"> }, runtime: NounRuntime): NounRuntime {
  const byNoun = known.get(tenant.custom) ?? new WeakMap<NounRuntime, NounRuntime>();
  known.set(tenant.custom, byNoun);
  const found = byNoun.get(runtime) ?? extendedBy(tenant, runtime);
  byNoun.set(runtime, found);
  return found;
}

function extendedBy(tenant: Pick<TenantInfo, "custom">, runtime: NounRuntime): NounRuntime {
  const { entity } = runtime.noun;
  const added = tenant.custom.fieldsOf(entity);
  const noun = withFields(runtime.noun, added, tenant.custom.lists);
  const { source } = runtime.table;
  const declared = {
    ...source.noun,
    fields: { ...withOptionLists(source.noun.fields, tenant.custom.lists), ...added },
  };
  const targets = { ...runtime.targets, ...scopesOf(added) };
  const table = builtTable({ ...source, noun: declared, targets } as never, customOf(tenant, entity));
  return { ...runtime, noun, table, targets };
}

/** The scopes of the records that custom fields point to. */
const scopesOf = (fields: Fields): Record<string, Scope> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (!isReference(field)) return [];
      const scope = timelineOf("to" in field ? String(field.to) : "member")?.scope;
      return scope ? [[name, scope] as const] : [];
    }),
  );

type Input = Readonly<Record<string, unknown>>;

/**
 * Checks the custom fields and formatted texts of an input and returns it by field name. VALIDATION for unknown fields
 * and values that do not fit, NOT_FOUND for a record that the actor does not see. `id` is the edited record.
 */
export async function checkedCustom(ctx: Ctx, runtime: NounRuntime, input: Input, id: string | null): Promise<Input> {
  const { noun, targets } = runtime;
  const creating = id === null;
  const values = flattenCustom(input);
  const added = ctx.tenant.custom.fieldsOf(noun.entity);
  const may = readable(ctx, noun.entity);
  requireKnown(values, added, may.has);
  const schema = schemaOf(added, creating);
  const custom = Object.fromEntries(Object.entries(values).filter(([name]) => name in added));
  const parsed = schema.safeParse(withInitial(added, custom, creating));
  if (!parsed.success) throw invalidCustom(parsed.error, added);
  for (const [name, field] of Object.entries<Field>(added)) {
    const target = parsed.data[name];
    if (isReference(field) && typeof target === "string") await requireSeen(ctx, targets[name], target);
  }
  await requireFit(ctx, runtime, { ...listed(noun.fields, values), ...parsed.data }, id);
  const checked = await withCheckedTexts(noun.fields, { ...values, ...parsed.data });
  await requireMembers(ctx, runtime, checked, id);
  return checked;
}

const schemas = new WeakMap<Fields, { creating: z.ZodObject; editing: z.ZodObject }>();

/** The schema of custom fields, made once for each version of their definitions. */
function schemaOf(fields: Fields, creating: boolean): z.ZodObject {
  const found = schemas.get(fields) ?? { creating: inputSchema(fields, true), editing: inputSchema(fields, false) };
  schemas.set(fields, found);
  return creating ? found.creating : found.editing;
}

/** The values of choices whose options are the workspace's. */
const listed = (fields: Fields, values: Input): Input =>
  Object.fromEntries(listedIn(fields).flatMap(([name]) => (name in values ? [[name, values[name]] as const] : [])));

/** Checks values against other records and against the record's earlier values, which the schemas do not know. */
async function requireFit(
  ctx: Ctx,
  { noun, table, scope }: NounRuntime,
  values: Input,
  id: string | null,
): Promise<void> {
  const fields = { ...Object.fromEntries(listedIn(noun.fields)), ...ctx.tenant.custom.fieldsOf(noun.entity) };
  const checked = { scope, table: noun.head.table, fields, columns: customOf(ctx.tenant, noun.entity) };
  refuseUnknown(fields, values);
  await refuseArchived(ctx, checked, values, id);
  await refuseTaken(ctx, checked, table.columns(values, ctx.tenant), id);
}

/** Adds the initial values of custom fields that the input of a new record does not set. */
const withInitial = (fields: Fields, input: Input, creating: boolean): Input => {
  if (!creating) return input;
  const initial = Object.entries<Field>(fields).flatMap(([name, field]) =>
    field.initial === null || field.initial === undefined ? [] : [[inputName(name, field), field.initial] as const],
  );
  return { ...Object.fromEntries(initial), ...input };
};

function requireKnown(input: Input, added: Fields, mayRead: (name: string) => boolean): void {
  const unknown = Object.keys(input).filter(
    (name) => isCustomName(name) && !(Object.hasOwn(added, name) && mayRead(name)),
  );
  if (unknown.length === 0) return;
  const fields = unknown.map((path) => ({ path, message: `The custom field "${customKey(path)}" no longer exists.` }));
  throw new AppError("VALIDATION", fields[0]?.message ?? "", { fields });
}

function invalidCustom(error: z.ZodError, added: Fields): AppError {
  const fields = error.issues.map(({ path, message }) => {
    const [name = "", ...rest] = path.map(String);
    const label = added[name]?.label ?? name;
    return { path: [name, ...rest].join("."), message: path.length > 0 ? message : `${label}: ${message}` };
  });
  return new AppError("VALIDATION", fields[0]?.message ?? "A value does not fit.", { fields });
}

async function requireSeen(ctx: Ctx, scope: Scope | undefined, id: string): Promise<void> {
  const rows = scope ? await scope.load(ctx, [id]) : [];
  if (rows.length === 0) throw notFound(scope?.noun ?? "record");
}
