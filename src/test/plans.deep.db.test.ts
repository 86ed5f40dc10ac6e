import "@/registry/register";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Field } from "@/lib/fields/field";
import { type Condition, type ListOperator, operatorArity } from "@/lib/list-filter";
import { nounOf } from "@/lib/nouns/all";
import { getTile } from "@/modules/platform/data/home/operations";
import { declaredNouns } from "@/registry/nouns";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import type { ListDefinition, ListField } from "@/server/list-definition";
import { operatorsOfKind } from "@/server/list-kinds";
import { relatedFields, targetOf } from "@/server/list-targets";
import { treeFields } from "@/server/nouns/tree-rule";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { claim } from "@/server/outbox/claim";
import { tiles } from "@/server/tiles";
import { allowedCases } from "./allowed-cases";
import { multiply } from "./bulk-rows";
import { bulkWorkspace } from "./bulk-workspace";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery, forgetWorkspaces, workerUrls } from "./db";
import { fillWorkspace } from "./full-workspace";
import { exemptPlans, settingTables, smallTables } from "./plan-exemptions";
import { type Facts, faultsOf } from "./plan-faults";
import { mentions, plannerOf, planOf, type Statement, statementsOf } from "./plans";
import { someOf } from "./rounds";
import { entityOf, sampleInput } from "./sample-input";
import { tenantTables } from "./tenant-tables";
import { isDeep, tried, triedOperations } from "./tiers";
import { withoutResult } from "./without-result";

const perWorkspace = 6_000;
/** Rows of a noun whose lists are asked less: as many as make an index the better way. */
const perLightNoun = 1_500;
/** Narrow rows of a tree: of fewer ones the planner reads all for the way up to the top. */
const perTree = 20_000;

const all = Object.entries(operations as unknown as Record<string, AnyOperation>).filter(
  (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
);

const lightTables: ReadonlySet<string> = new Set(
  Object.values(declaredNouns).flatMap(({ noun, table }) =>
    isDeep(noun.entity) || "nextStep" in noun.head ? [] : [table.list.table.name],
  ),
);
/** Records of another kind name one of these: more of them than of those would be like no real workspace. */
const named: ReadonlySet<string> = new Set(
  Object.values(declaredNouns).flatMap(({ noun }) =>
    Object.values<Field>(noun.fields).flatMap((one) =>
      one.kind === "reference" && "to" in one && one.to !== noun.entity ? [String(one.to)] : [],
    ),
  ),
);
const treeTables: ReadonlySet<string> = new Set(
  Object.values(declaredNouns).flatMap(({ noun, table }) =>
    treeFields(noun).length > 0 && !named.has(noun.entity) ? [table.list.table.name] : [],
  ),
);
function rowsOf(table: string): number {
  if (treeTables.has(table)) return perTree;
  return lightTables.has(table) ? perLightNoun : perWorkspace;
}

let workspace: TestWorkspace;
let owner: Ctx;
let ids: Record<string, string>;
/** Facts of the database, by table. */
const columns = new Map<string, Set<string>>();
const indexed = new Map<string, Set<string>>();
const partial = new Set<string>();
const none: ReadonlySet<string> = new Set();
const facts: Facts = {
  isLarge: (table) => !smallTables.has(table) && !table.startsWith("pg_"),
  columns: (table) => columns.get(table) ?? none,
  indexed: (table) => indexed.get(table) ?? none,
  isPartial: (index) => partial.has(index),
};
/** A planner of each role, by its name. */
const planners = new Map<string, pg.Client>();

beforeAll(async () => {
  await forgetWorkspaces();
  const workspaces = [await testWorkspace(), await testWorkspace()];
  await bulkWorkspace(workspaces, 2 * perWorkspace);
  [workspace] = workspaces as [TestWorkspace, TestWorkspace];
  await fillWorkspace(await workspace.role("owner"));
  const tables = await tenantTables(adminQuery);
  // Tables that large ones point to have some rows too.
  for (const name of ["teams", "imports", "import_files", ...settingTables])
    await multiply(name, workspace.tenant.id, 200);
  for (const name of tables) if (facts.isLarge(name)) await multiply(name, workspace.tenant.id, rowsOf(name));
  await spreadNumbers();
  await writeNextSteps();
  await adminQuery("update event_deliveries set delivered_at = now() where hashtext(event_id::text) % 50 > 0");
  // Operations run on new records, so that nothing points to them.
  await adminQuery("delete from visibility_settings where tenant_id = $1", [workspace.tenant.id]);
  owner = await workspace.role("owner");
  const lone = await owner.db.account.create({
    data: { name: "Lone", nameKey: "lone", ownerId: owner.member?.id ?? null },
  });
  ids = { ...(await fillWorkspace(owner)).ids, account: lone.id, record: lone.id };
  await adminQuery(
    `update stage_entries e set actor_id = o.owner_id from opportunities o
     where o.tenant_id = e.tenant_id and o.id = e.opportunity_id and hashtext(e.id::text) % 2 = 0`,
  );
  await adminQuery("vacuum analyze");
  await learn();
  for (const url of [workerUrls().app, workerUrls().platform])
    planners.set(new URL(url).username, await plannerOf(url, workspace.tenant.id));
});
afterAll(async () => {
  for (const planner of planners.values()) await planner.end();
  await forgetWorkspaces();
});

const isNumber = (kind: ListField["kind"]) => ["number", "decimal", "money"].includes(kind);

/** Copies of one row share one number: a filter for any other would find nothing, unlike a real list. */
async function spreadNumbers(): Promise<void> {
  for (const { table } of Object.values(declaredNouns)) {
    const numbers = Object.values(table.list.fields).filter(({ kind }) => isNumber(kind));
    const own: string[] = [];
    for (const { column } of numbers) {
      const name = table.list.table.columns[column]?.name;
      const [found] = await adminQuery<{ few: boolean }>(
        `select count(distinct "${name}") < 10 as few from ${table.list.table.name}`,
      );
      if (found?.few) own.push(`"${name}" = case when "${name}" is not null then abs(hashtext(id::text)) % 100 end`);
    }
    // All at once: each update of a row writes it, and all of its indexes, anew.
    if (own.length > 0) await adminQuery(`update ${table.list.table.name} set ${own.join(", ")}`);
  }
}

/** Half of the records have a written next step: an index without rows says nothing. */
async function writeNextSteps(): Promise<void> {
  for (const { noun, table } of Object.values(declaredNouns)) {
    if (!("nextStep" in noun.head)) continue;
    await adminQuery(
      `update ${table.list.table.name} set next_step = 'Call',
         next_step_on = date '2026-01-01' + abs(hashtext(id::text)) % 300
       where hashtext(id::text) % 2 = 0`,
    );
  }
}

/** Records which columns and indexes the tables have. */
async function learn(): Promise<void> {
  const add = (map: Map<string, Set<string>>, table: string, column: string) =>
    map.set(table, (map.get(table) ?? new Set()).add(column));
  for (const { table, column } of await adminQuery<{ table: string; column: string }>(
    "select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'",
  ))
    add(columns, table, column);
  for (const one of await adminQuery<{ table: string; index: string; column: string | null; part: boolean }>(
    `select x.indrelid::regclass::text as table, x.indexrelid::regclass::text as index, b.attname as column,
       x.indpred is not null as part
     from pg_index x join pg_class c on c.oid = x.indrelid and c.relnamespace = 'public'::regnamespace
     left join pg_attribute b on b.attrelid = x.indrelid and b.attnum = x.indkey[1]`,
  )) {
    if (one.part) partial.add(one.index);
    else if (one.column) add(indexed, one.table, one.column);
  }
}

const seen = new Map<string, Promise<string[]>>();
/** The faults of a plan. Many calls begin with the same statements, whose plans are asked for once. */
function faultsOfStatement(statement: Statement, planner: pg.Client): Promise<string[]> {
  const key = [statement.user, statement.text, ...(statement.values ?? []).map(String)].join(" | ");
  const faults = seen.get(key) ?? planOf(statement, planner).then((plan) => faultsOf(plan, facts));
  seen.set(key, faults);
  return faults;
}

/** The faults of the plans of an act's statements, except those exempt with a reason. */
async function faultsIn(shape: string, act: () => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  for (const statement of await statementsOf(act)) {
    const planner = planners.get(statement.user);
    if (!planner) throw new Error(`Nobody plans for ${statement.user}.`);
    for (const fault of await faultsOfStatement(statement, planner)) {
      if (isExempt(shape, fault)) continue;
      found.push(`${fault}: ${statement.text.replaceAll(/\s+/g, " ")}`);
    }
  }
  return found;
}

const isExempt = (shape: string, fault: string): boolean =>
  Object.keys(exemptPlans).some((name) => {
    const [operation = "", table = ""] = name.split(" of ");
    return shape.split(" ")[0] === operation && mentions(fault, table);
  });

/** Operators for which a referenced table is read whole: no index answers a part of a text or a negation. */
const readsWhole: ReadonlySet<ListOperator> = new Set(["contains", "isNot", "noneOf", "empty"]);

const call = (operation: AnyTenantOperation, ctx: Ctx, input: unknown) =>
  (operation as unknown as (ctx: Ctx, input: unknown) => Promise<unknown>)(ctx, input);

/** A picker searches by an index of its own noun; the other operations of nouns that are alike send the same statements. */
const some = new Set([...triedOperations(all, 1), ...all.filter(([name]) => name.startsWith("pick"))]);

test.each(all.filter((entry) => some.has(entry)))("%s reads what it needs by index", async (name, operation) => {
  const { arrange, input: more } = allowedCases[name] ?? {};
  const faults = await withoutResult(operation, owner, async (inner) => {
    const found: string[] = [];
    const made = (await arrange?.(inner.db, ids, inner)) ?? {};
    for (const optional of [false, true]) {
      const sample = sampleInput(operation, { optional, idOf: (field, of) => ids[entityOf(field, of) ?? ""] });
      // A view is of one list; what it adds is a statement of its own and the conditions of a list.
      const input = { ...(sample as object), view: undefined, ...more?.({ ...ids, ...made }, owner) };
      // A mutation runs once: the second run would need another record.
      if (optional && operation.kind === "mutation") break;
      found.push(...(await faultsIn(name, () => call(operation, inner, input))));
    }
    return found;
  });
  expect(faults).toEqual([]);
});

test.each([...tiles().values()])("the figures $name, by each group", async ({ name, groups }) => {
  for (const { field } of groups) {
    const faults = await faultsIn("getTile", () => getTile(owner, { tile: name, by: field, people: "mine" }));
    expect(faults, field).toEqual([]);
  }
});

describe("lists", () => {
  const lists = all.flatMap(([name, operation]) => {
    const { list } = operation;
    const takes = Object.keys((operation.input as unknown as { shape: object }).shape);
    return list ? [{ name, operation, list, order: operation.order ?? list, takes }] : [];
  });
  /** Additional inputs of each list. */
  const basis = ({ list, takes }: (typeof lists)[number]): object => ({
    ...(takes.includes("stageId") ? { stageId: ids.stage } : {}),
    ...(takes.includes("group")
      ? { group: Object.entries(list.fields).find(([, field]) => field.groups && isOfFew(field))?.[0] }
      : {}),
    ...(takes.includes("limit") ? { limit: 20 } : {}),
  });

  test.each(lists.filter(({ takes }) => takes.includes("sort")))(
    "$name in each order, and its second page",
    async (of) => {
      const restricted = await workspace.as(await workspace.join("member"), {
        visibility: { account: "own", opportunity: "own" },
      });
      const sortable = Object.entries(of.order.fields).filter(([, field]) => field.sortable);
      for (const [field, { columnFor }] of tried(sortable, of.name, 3)) {
        const askers = [owner, restricted].filter((ctx) => columnFor?.(ctx) !== null);
        for (const direction of tried(["asc", "desc"] as const, of.name, 1)) {
          const input = { ...basis(of), sort: { field, direction } };
          for (const ctx of tried(askers, of.name, 1)) {
            const shape = `${of.name} by ${field} ${direction}`;
            let cursor: unknown;
            expect(
              await faultsIn(shape, async () => {
                cursor = ((await call(of.operation, ctx, input)) as { nextCursor?: string | null }).nextCursor;
              }),
              shape,
            ).toEqual([]);
            if (typeof cursor === "string")
              expect(await faultsIn(shape, () => call(of.operation, ctx, { ...input, cursor })), shape).toEqual([]);
          }
        }
      }
    },
  );

  test.each(lists)("$name by each field and operator", async (of) => {
    for (const [field, facts] of tried(Object.entries(of.list.fields), of.name, 3)) {
      const value = await valueIn(of.list, field, facts);
      for (const op of tried(operatorsOfKind(facts.kind), of.name, 1)) {
        const shape = `${of.name} where ${field} ${op}`;
        const conditions: Condition[] = [{ field, op, ...asked(op, value) }];
        expect(await faultsIn(shape, () => call(of.operation, owner, { ...basis(of), conditions })), shape).toEqual([]);
      }
    }
  });

  test.each(lists)("$name by fields of the records that it points to", async (of) => {
    for (const [path, facts] of someOf(relatedFields(of.list), of.name, isDeep(of.name) ? 12 : 2)) {
      const [through = "", field = ""] = path.split(".");
      const target = targetOf(of.list.fields[through] as ListField) as ListDefinition;
      const value = await valueIn(target, field, facts);
      for (const op of someOf(operatorsOfKind(facts.kind), of.name, 2)) {
        const shape = `${of.name} where ${path} ${op}`;
        const conditions: Condition[] = [{ field: path, op, ...asked(op, value) }];
        const faults = await faultsIn(shape, () => call(of.operation, owner, { ...basis(of), conditions }));
        // Counts and sums read every match, and what those point to at once.
        const isCount = ["group", "totals"].some((name) => of.takes.includes(name));
        const readable = [of.list.table.name, ...(isCount || readsWhole.has(op) ? [target.table.name] : [])];
        const wrong = faults.filter(
          (fault) => !readable.some((table) => fault.startsWith(`all rows of the workspace in ${table},`)),
        );
        expect(wrong, shape).toEqual([]);
      }
    }
  });

  test.each(lists)("$name by its search, within each group, and of what is archived", async (of) => {
    const inputs: [string, object][] = [["q", { q: "77" }]];
    if (of.takes.includes("archived")) inputs.push(["archived", { archived: true }]);
    const grouped = Object.entries(of.list.fields).filter(([, field]) => field.groups && isOfFew(field));
    for (const [field, facts] of tried(grouped, of.name, 1)) {
      const value = String(await valueIn(of.list, field, facts));
      if (of.takes.includes("within")) inputs.push([`within ${field}`, { within: { field, value } }]);
      if (of.takes.includes("within")) inputs.push([`within no ${field}`, { within: { field, value: null } }]);
      if (of.takes.includes("group")) inputs.push([`group ${field}`, { group: field }]);
    }
    for (const [says, input] of inputs) {
      const shape = `${of.name} ${says}`;
      expect(await faultsIn(shape, () => call(of.operation, owner, { ...basis(of), ...input })), shape).toEqual([]);
    }
  });
});

/** Whether a list has as few groups by a field as the workspace of this test: it has thousands of each kind of record. */
const isOfFew = (field: ListField): boolean => {
  const head = nounOf("to" in field ? String(field.to) : "");
  return head === undefined || head.settings === true;
};

/** A value that a row of the list has in a field. */
async function valueIn(
  { table, entity }: ListDefinition,
  field: string,
  { kind, column }: ListField,
): Promise<unknown> {
  const related: Record<string, string | undefined> = {
    team: ids.team,
    teams: ids.team,
    product: ids.product,
    contact: ids.contact,
  };
  if (kind === "members") return ids.member;
  if (kind === "related") return related[field] ?? ids[entity];
  const name = table.columns[column]?.name;
  const [row] = await adminQuery<{ value: unknown }>(
    `select "${name}" as value from ${table.name} where tenant_id = $1 and "${name}" is not null limit 1`,
    [workspace.tenant.id],
  );
  const usual = { id: ids.member, member: ids.member, day: "2026-11-30", instant: "2026-11-30" }[kind as string];
  const value = row?.value ?? usual ?? "none";
  if (isNumber(kind)) return Number(value) || 1;
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

const asked = (op: ListOperator, value: unknown) =>
  ({ none: {}, one: { value }, two: { value: [value, value] }, many: { value: [value] } })[operatorArity(op)] as {
    value?: string;
  };

test.each(["signals", "notifications", "workflows"])("a claim of the outbox for %s", async (consumer) => {
  expect(await faultsIn("claim", () => claim(consumer))).toEqual([]);
});

test("every exemption names an operation and a table that there are", () => {
  const names = new Set(["claim", ...all.map(([name]) => name)]);
  const wrong = Object.keys(exemptPlans).filter((key) => {
    const [operation = "", table = ""] = key.split(" of ");
    return !names.has(operation) || facts.columns(table).size === 0;
  });
  expect(wrong).toEqual([]);
});
