import "server-only";
import type { FilterInput } from "@/lib/list";
import { type Condition, type ListOperator, mySelf, myTeams, operatorArity } from "@/lib/list-filter";
import { memberOf } from "./actor.ts";
import type { Ctx } from "./context.ts";
import { withMatches } from "./custom/matches.ts";
import { customOf } from "./custom/of-tenant.ts";
import { invalid } from "./errors.ts";
import { compare, holding, none, requireFit, uuid, valuesOf } from "./list-compare.ts";
import type { ListDefinition, ListField, Where } from "./list-definition.ts";
import { inTarget, targetOf } from "./list-targets.ts";
import { readable } from "./readable.ts";
import { mayView } from "./scope.ts";
import { seenRecords } from "./seen-records.ts";
import { hidesSome } from "./seen-through.ts";
import { membersOfTeams, ownTeams } from "./team-members.ts";

/** The field of a list or of a workspace's custom fields with this name, whoever asks. Inherited properties do not count. */
function knownField(ctx: Ctx, list: ListDefinition, name: string): ListField | undefined {
  const fields = Object.hasOwn(list.fields, name) ? list.fields : addedFields(ctx, list);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field?.columnFor) return field;
  const column = field.columnFor(ctx);
  return column === null ? undefined : { ...field, column };
}

/** The fields and tags that a workspace has added to the records of a list; members have none. */
const addedFields = (ctx: Ctx, { table, entity }: ListDefinition): ListDefinition["fields"] =>
  "custom" in table.columns ? customOf(ctx.tenant, entity).list : {};

/** Finds a field that the actor may read, by its name: a field of the list or a custom field of the workspace. */
export function fieldOf(ctx: Ctx, list: ListDefinition, name: string): ListField | undefined {
  return readable(ctx, list.entity).has(name) ? knownField(ctx, list, name) : undefined;
}

/** A field of a referenced record, as conditions name it: "account.industry". */
interface RelatedField {
  /** The field of the list that points to the record. */
  through: ListField;
  target: ListDefinition;
  field: ListField;
  /** Whether the actor may read the field of such records at all. */
  isReadable: boolean;
}

/** Finds a field of a record that the list's rows point to. Names of custom fields contain a dot too. */
function relatedFieldOf(ctx: Ctx, list: ListDefinition, path: string): RelatedField | undefined {
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const [first, second] = [path.slice(0, dot), path.slice(dot + 1)];
    const through = fieldOf(ctx, list, first);
    const target = through && targetOf(through);
    const field = target && knownField(ctx, target, second);
    if (field)
      return {
        through,
        target,
        field,
        isReadable: mayView(ctx, target.entity) && readable(ctx, target.entity).has(second),
      };
  }
  return undefined;
}

/** Operators that also match empty values, with those that match the other rows. */
const opposites: Partial<Record<ListOperator, ListOperator>> = {
  isNot: "is",
  noneOf: "anyOf",
  empty: "notEmpty",
};

/**
 * A condition on a referenced record. A record that the actor may not see, and a field that they may not read, count as
 * empty: only conditions that match empty values find such rows.
 */
async function throughWhere(
  list: ListDefinition,
  { through, target, field, isReadable }: RelatedField,
  condition: Condition,
  ctx: Ctx,
  path: string,
): Promise<Where> {
  requireFit(field, condition.op, path);
  const opposite = opposites[condition.op];
  const asked = opposite ? { ...condition, op: opposite } : condition;
  const positive =
    field === ownId ? compare(field, asked, ctx, path) : await fieldWhere(target, field, asked, ctx, path);
  const found = isReadable
    ? inTarget(ctx, list, through, target, await withMatches(ctx, target.table, positive))
    : none;
  return opposite ? { NOT: found } : found;
}

/** Without ids of hidden records: a condition on one is answered like a condition on an id that nobody has. */
async function notHidden(ctx: Ctx, { objects = [] }: ListField, ids: string[]): Promise<string[]> {
  if (!objects.some((entity) => hidesSome(ctx, entity))) return ids;
  const seen = await Promise.all(objects.map((entity) => seenRecords(ctx, entity, ids)));
  const known = new Set(seen.flat().map(({ id }) => id));
  return ids.filter((id) => known.has(id));
}

async function related(field: ListField, condition: Condition, ctx: Ctx, path: string): Promise<Where> {
  const { op } = condition;
  requireFit(field, op, path);
  const ids: string[] = [];
  for (const value of valuesOf(condition))
    ids.push(...(value === myTeams && field.mine ? await field.mine(ctx) : [uuid(value, path)]));
  if (!field.where) throw new Error(`The list does not say how ${field.column} is related.`);
  const where = await field.where(ctx, await notHidden(ctx, field, ids));
  if (op === "is" || op === "anyOf") return where;
  return field.nullable ? { OR: [{ NOT: where }, { [field.column]: null }] } : { NOT: where };
}

/** The condition with the members that "me" and "my teams" stand for; nobody is "me" without a membership. */
async function withPeople(field: ListField, condition: Condition, ctx: Ctx): Promise<Condition> {
  const values = valuesOf(condition);
  const isMember = field.kind === "member" || field.kind === "members";
  if (!isMember || !values.some((value) => value === mySelf || value === myTeams)) return condition;
  const self = memberOf(ctx.actor);
  const ids: (string | number | boolean)[] = [];
  for (const value of values) {
    if (value === mySelf) ids.push(...(self === null ? [] : [self]));
    else if (value === myTeams) ids.push(...(await membersOfTeams(ctx, await ownTeams(ctx))));
    else ids.push(value);
  }
  const { op } = condition;
  const [first] = ids;
  if (first !== undefined && ids.length === 1)
    return { ...condition, value: operatorArity(op) === "many" ? ids : first };
  if (op === "is" || op === "isNot") return { ...condition, op: op === "is" ? "anyOf" : "noneOf", value: ids };
  return { ...condition, value: ids };
}

/** The field that a condition names, of the list's records or of records that they point to; undefined for none. */
export const conditionField = (ctx: Ctx, list: ListDefinition, name: string): ListField | undefined =>
  fieldOf(ctx, list, name) ?? relatedFieldOf(ctx, list, name)?.field;

/**
 * Refuses a condition that this list cannot have. VALIDATION at `path`. Unlike the where-fragment of the condition it
 * costs no statement, so that many can be checked.
 */
export function requireCondition(ctx: Ctx, list: ListDefinition, condition: Condition, path: string): void {
  const field = conditionField(ctx, list, condition.field);
  if (!field) throw noSuchField(condition, path);
  requireFit(field, condition.op, path);
  const values = valuesOf(condition);
  const isMember = field.kind === "member" || field.kind === "members";
  const others = values.filter(
    (one) => !(one === myTeams && (isMember || field.mine)) && !(one === mySelf && isMember),
  );
  if (field.kind === "related" || others.length < values.length) for (const one of others) uuid(one, path);
  else compare(field, condition, ctx, path);
}

const noSuchField = ({ field }: Condition, path: string): Error =>
  invalid(`${path}.field`, `This list has no field ${field}. Choose another one.`);

/** The id of a referenced record, as a field of that record. */
const ownId: ListField = { kind: "id", column: "id" };

/**
 * Turns one condition on a field of the list into a where-fragment; a reference to a hidden record counts as empty.
 * VALIDATION at `path` for a value that does not fit the field.
 */
export async function fieldWhere(
  list: ListDefinition,
  field: ListField,
  condition: Condition,
  ctx: Ctx,
  path: string,
): Promise<Where> {
  if (field.kind === "related") return await related(field, condition, ctx, path);
  const target = field.kind === "id" && field.to && hidesSome(ctx, field.to) ? targetOf(field) : undefined;
  if (target)
    return await throughWhere(list, { through: field, target, field: ownId, isReadable: true }, condition, ctx, path);
  return compare(field, await withPeople(field, condition, ctx), ctx, path);
}

type Conditions = readonly Condition[] | undefined;

async function eachWhere(list: ListDefinition, conditions: Conditions, ctx: Ctx, at: string): Promise<Where[]> {
  const where: Where[] = [];
  for (const [index, condition] of (conditions ?? []).entries()) {
    const path = `${at}.${index}`;
    const field = fieldOf(ctx, list, condition.field);
    const other = field ? undefined : relatedFieldOf(ctx, list, condition.field);
    if (field) where.push(await fieldWhere(list, field, condition, ctx, `${path}.value`));
    else if (other) where.push(await throughWhere(list, other, condition, ctx, `${path}.value`));
    else throw noSuchField(condition, path);
  }
  return where;
}

/** Whether a field makes a tree of the records of its own list. */
export const isTreeField = (list: ListDefinition, { to }: ListField): boolean => to === list.entity;

/** A field that the list can be grouped by: one that says so, or the one that leads up in a tree. */
export function groupField(ctx: Ctx, list: ListDefinition, name: string, path = "group"): ListField {
  const field = fieldOf(ctx, list, name);
  if (!field || !(field.groups || isTreeField(list, field)))
    throw invalid(path, `This list cannot be grouped by ${name}. Choose another field.`);
  return field;
}

/** Archived rows or active rows, where the table has archiving. */
export function archivedWhere(list: ListDefinition, { archived }: { archived?: boolean | undefined }): Where[] {
  if (list.archives === false) return [];
  return [archived ? { NOT: { archivedAt: null } } : { archivedAt: null }];
}

const anyOrAll = (match: FilterInput["match"], parts: Where[]): Where =>
  match === "any" ? { OR: parts } : { AND: parts };

/**
 * Turns the conditions of a filter into where-fragments, without its saved view. VALIDATION with the path for unknown
 * fields and values that do not fit.
 */
export async function conditionsWhere(list: ListDefinition, input: FilterInput, ctx: Ctx): Promise<Where[]> {
  const parts = await eachWhere(list, input.conditions, ctx, "conditions");
  for (const [index, group] of (input.groups ?? []).entries())
    parts.push(anyOrAll(group.match, await eachWhere(list, group.conditions, ctx, `groups.${index}.conditions`)));
  const where = parts.length > 0 ? [anyOrAll(input.match, parts)] : [];
  const q = input.q?.trim();
  if (q) where.push({ [list.search]: holding(q) });
  return await Promise.all(where.map((part) => withMatches(ctx, list.table, part)));
}
