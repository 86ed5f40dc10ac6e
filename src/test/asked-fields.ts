import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { type Condition, type ConditionGroup, operatorArity, valueFits } from "@/lib/list-filter";
import { listMembers } from "@/modules/platform/identity/members/operations/list";
import { memberList } from "@/modules/platform/identity/members/row";
import type { Ctx } from "@/server/context";
import { customOf } from "@/server/custom/of-tenant";
import type { ListDefinition, ListField } from "@/server/list-definition";
import { objectsOf } from "@/server/list-kept-state";
import { operatorsOfKind } from "@/server/list-kinds";
import { readable } from "@/server/readable";
import { type AskedField, idIn, type Shown, valueIn } from "./list-oracle";
import { type Call, days, listedNouns, type Page, type RandomRecords, words } from "./random-records";

type Pools = RandomRecords["pools"];
/** A filter without what is absent. */
export interface RandomFilter {
  conditions: Condition[];
  groups: ConditionGroup[];
  match: "all" | "any";
}

/** Every record of a kind that the asker reads, by their ids; of kinds that are archived, those that are or those that are not. */
export async function readAll(ctx: Ctx, entity: string, archived = false): Promise<Map<string, Shown>> {
  const list =
    entity === "member"
      ? (listMembers as unknown as Call<Page>)
      : listedNouns.find((one) => one.entity === entity)?.verbs.list;
  const rows: Shown[] = [];
  if (!list) return new Map();
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page = await list(ctx, {
      limit: 100,
      ...(archived ? { archived } : {}),
      ...(cursor ? { cursor } : {}),
    });
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return new Map(rows.map((row) => [String(row.id), row]));
}

const unread = ["lines", "related"];
/** Records show formatted texts and addresses in other forms, and the probability of the stage in the place of none. */
const notShown = ["description", "address", "notes", "currency", "probability"];
/** The fields of a list that conditions name, with those of the workspace. */
export const fieldsOf = (ctx: Ctx, list: ListDefinition): [string, ListField][] =>
  Object.entries({
    ...list.fields,
    ...("custom" in list.table.columns ? customOf(ctx.tenant, list.entity).list : {}),
  }).filter(
    ([name, { kind, columnFor }]) =>
      !unread.includes(kind) && !notShown.includes(name) && (!columnFor || columnFor(ctx) !== null),
  );

/** No answer to a custom yes/no question is a no. */
const ownValue =
  (name: string, { kind }: ListField) =>
  (row: Shown | undefined) =>
    kind === "boolean" && row && name.startsWith("custom.") ? (valueIn(row, name) ?? false) : valueIn(row, name);

/** Every field that a condition on a list can name: own ones, and those of referenced records. */
export async function askedFields(ctx: Ctx, list: ListDefinition): Promise<Map<string, AskedField>> {
  const own = fieldsOf(ctx, list).filter(([name]) => readable(ctx, list.entity).has(name));
  const found = own.map(([name, field]): AskedField => ({ name, field, of: ownValue(name, field) }));
  for (const [name, through] of own) {
    const target = [...listedNouns.map((one) => one.list), memberList].find(({ entity }) => entity === through.to);
    if (!target) continue;
    const rows = await readAll(ctx, target.entity);
    if (target.archives !== false && target !== memberList)
      for (const [id, row] of await readAll(ctx, target.entity, true)) rows.set(id, row);
    for (const [second, field] of fieldsOf(ctx, target)) {
      const value = ownValue(second, field);
      found.push({ name: `${name}.${second}`, field, of: (row) => value(rows.get(idIn(valueIn(row, name)) ?? "")) });
    }
  }
  return new Map(found.map((one) => [one.name, one]));
}

const relative = [
  "today",
  "yesterday",
  "last 7 days",
  "next 30 days",
  "this month",
  "last quarter",
  "next fiscal year",
  "this fiscal quarter",
];

function valuesFor({ name, field }: AskedField, pools: Pools): (string | number | boolean)[] {
  const { kind, choices } = field;
  if (kind === "day" || kind === "instant") return [...days, ...relative];
  if (kind === "number" || kind === "decimal")
    return [0.5, 1, 2, 3, 7.25].filter((one) => kind === "decimal" || Number.isInteger(one));
  if (kind === "money") return [0, 5, 1_000, "70 EUR", "1000 USD"];
  if (kind === "boolean") return [true, false];
  if (kind === "member" || kind === "members") return ["me", "my teams", ...(pools.member ?? [])];
  if (kind === "id") return [...(pools[field.to ?? ""] ?? []).slice(0, 8), randomUUID()];
  if (name.endsWith("custom.tier")) return ["gold", "tin"];
  if (kind === "enum" || kind === "choices") return choices?.length ? [...choices] : words;
  return [...words, "a", "delta"];
}

function conditionFor(asked: AskedField, pools: Pools): fc.Arbitrary<Condition> {
  const value = fc.constantFrom(...valuesFor(asked, pools));
  const ofOperator = (op: Condition["op"]): fc.Arbitrary<Condition> => {
    const base = { field: asked.name, op };
    switch (operatorArity(op)) {
      case "none":
        return fc.constant(base);
      case "many":
        return fc.array(value, { minLength: 1, maxLength: 3 }).map((many) => ({ ...base, value: many }));
      case "two":
        return fc
          .tuple(value, value)
          .filter(([from, to]) => asked.field.kind !== "money" || typeof from === typeof to)
          .filter(([from, to]) => asked.field.kind !== "money" || typeof from === "number" || from === to)
          .map((two) => ({ ...base, value: two }));
      default:
        return value.map((one) => ({ ...base, value: one }));
    }
  };
  return fc.oneof(...operatorsOfKind(asked.field.kind).map(ofOperator));
}

/** Filters over these fields, with values that rows have and others. */
export function anyFilter(asked: readonly AskedField[], pools: Pools): fc.Arbitrary<RandomFilter> {
  const condition = fc.constantFrom(...asked).chain((one) => conditionFor(one, pools));
  const match = fc.constantFrom("all" as const, "any" as const);
  const group = fc.record({ match, conditions: fc.array(condition, { minLength: 1, maxLength: 3 }) });
  return fc.record({
    conditions: fc.array(condition, { maxLength: 3 }) as fc.Arbitrary<Condition[]>,
    groups: fc.array(group, { maxLength: 1 }) as fc.Arbitrary<ConditionGroup[]>,
    match,
  });
}

/** A condition with the members that "me" and "my teams" stand for. */
function withoutWords(ctx: Ctx, pools: Pools, condition: Condition): Condition {
  const self = ctx.member?.id ?? "";
  const teams = self === pools.member?.[1] ? [self, pools.member[2]] : [];
  const mine = self === pools.member?.[2] ? [self] : teams;
  const values = [condition.value].flat().flatMap((one) => {
    if (one === "me") return [self];
    return one === "my teams" ? mine : [one];
  });
  return condition.value === undefined ? condition : { ...condition, value: values as string[] };
}

/** A filter as a loop over rows reads it. */
export function plainFilter(ctx: Ctx, pools: Pools, { match, conditions, groups }: RandomFilter): RandomFilter {
  const each = (given: Condition[]) => given.map((one) => withoutWords(ctx, pools, one));
  return {
    match,
    conditions: each(conditions),
    groups: groups.map((one) => ({ ...one, conditions: each(one.conditions) })),
  };
}

/** The filter of a view as its reader gets it: without fields that they do not have, and values that do not exist. */
export function keptFilter(
  asked: ReadonlyMap<string, AskedField>,
  pools: Pools,
  { match, conditions, groups }: RandomFilter,
): RandomFilter {
  const each = (given: Condition[]) =>
    given.flatMap((condition) => {
      const field = asked.get(condition.field)?.field;
      if (!field) return [];
      const known = objectsOf(field).flatMap((one) => ["me", "my teams", ...(pools[one] ?? [])]);
      const exists = (value: unknown) => {
        if (field.choices) return field.choices.includes(String(value));
        return objectsOf(field).length === 0 || known.includes(String(value));
      };
      const { value } = condition;
      if (value === undefined || [value].flat().every(exists)) return [condition];
      const left = [value].flat().filter(exists);
      const changed = { ...condition, value: Array.isArray(value) ? left : left[0] } as Condition;
      return valueFits(changed.op, changed.value) ? [changed] : [];
    });
  const kept = groups.map((one) => ({ ...one, conditions: each(one.conditions) }));
  return { match, conditions: each(conditions), groups: kept.filter((one) => one.conditions.length > 0) };
}
