import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { conditionSchema } from "@/lib/list";
import { type Condition, operatorArity } from "@/lib/list-filter";
import { nounOf } from "@/lib/nouns/all";
import type { Noun } from "@/lib/nouns/define";
import { listedLength, type RichText } from "@/lib/rich-text/rich-text";
import { foldKey } from "@/lib/text";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { memberList } from "@/modules/platform/identity/members/row";
import { declaredNouns } from "@/registry/nouns";
import "@/registry/register";
import type { Ctx } from "@/server/context";
import { inTransaction } from "@/server/execute";
import { countRows } from "@/server/list";
import type { ListDefinition, ListField, Where } from "@/server/list-definition";
import { operatorsOfKind } from "@/server/list-kinds";
import { recordsOf } from "@/server/nouns/records";
import { visibleOf } from "@/server/nouns/scope";
import { filterWhere } from "@/server/saved-views";
import { visibleAmong } from "@/server/seen-through";
import { bulkWorkspace } from "./bulk-workspace";
import { type TestWorkspace, testWorkspace } from "./ctx";
import { exportedBy } from "./domain-exports";
import { makeRecord } from "./noun-rows";
import { rounds } from "./rounds";
import { isDeep } from "./tiers";

/** Names that LIKE, arrays and quotes could read as something else. */
const names = [
  "100% Cotton",
  "100 Cotton",
  "under_score",
  "underXscore",
  "back\\slash",
  "it's",
  'a "b"',
  "{a,b}",
  "Ängström",
];
const texts = [...names, "%", "_", "\\", "o", "Energy", "open"];

let workspace: TestWorkspace;
let admin: Ctx;
/** A member who owns some of the rows. */
let owning: Awaited<ReturnType<TestWorkspace["join"]>>;
const pools: Record<string, string[]> = {};
/** Rows of these are written by hand below, for what each column needs. */
const madeByHand: ReadonlySet<string> = new Set(["product", "opportunity"]);

beforeAll(async () => {
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  await makeLists();
});

const at = <T>(values: readonly T[], index: number) => values[index % values.length] as T;
const day = (index: number) => new Date(Date.UTC(2026, index % 12, 1 + (index % 28)));
type Made = Record<"account" | "product", string[]>;
type Owners = readonly (string | null)[];

/** Few rows of many kinds: each column is empty somewhere, and each value occurs more than once. */
async function makeLists(): Promise<void> {
  const { db } = admin;
  await bootstrapPipelines(workspace.system);
  const stages = await db.stage.findMany({ select: { id: true, pipelineId: true, type: true } });
  owning = await workspace.join("member");
  const owners = [null, admin.member?.id ?? null, owning.id];
  const ids: Made = { account: await makeAccounts(owners), product: await makeProducts() };
  await makeOpportunities(stages, owners, ids);
  const last: Record<string, string> = {};
  for (const declared of Object.values(declaredNouns).filter(({ noun }) => !madeByHand.has(noun.entity)))
    for (let index = 0; index < (isDeep(declared.noun.entity) ? 20 : 6); index++) {
      const known = { ...last, account: at(ids.account, index), product: at(ids.product, index) };
      const sample = { marker: `${at(names, index)} ${index % 4}`, memberId: owning.id, ids: known };
      last[declared.noun.entity] = await makeRecord(admin, declared, sample, index % 3 ? {} : { ownerId: null });
    }
  const team = await db.team.create({ data: { name: "Team", nameKey: "team" }, select: { id: true } });
  await db.teamMember.create({ data: { teamId: team.id, memberId: admin.member?.id ?? "" } });
  Object.assign(pools, {
    ...ids,
    stage: stages.map(({ id }) => id),
    pipeline: [...new Set(stages.map(({ pipelineId }) => pipelineId))],
    member: owners.filter((id) => id !== null),
    team: [team.id],
  });
}

async function makeAccounts(owners: Owners): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < 40; index++) {
    const name = `${at(names, index)} ${index % 4}`;
    const { id } = await admin.db.account.create({
      data: {
        name,
        nameKey: foldKey(name),
        domain: at([null, "a_b.example", "a%b.example"], index),
        type: at(["prospect", "customer", "other"], index),
        industry: at([null, "Energy", "it's"], index + (index >> 2)),
        employees: at([null, 0, 7, 2_000_000], index),
        annualRevenueMinor: at([null, 0n, 5n, 9_007_199_254_740_991n], index),
        currency: at([null, "USD", "USD", "USD"], index),
        parentId: index % 5 === 4 ? at(made, index >> 1) : null,
        ownerId: at(owners, index + (index >> 3)),
        archivedAt: index % 7 === 0 ? day(index) : null,
        createdAt: day(index),
      },
      select: { id: true },
    });
    made.push(id);
  }
  return made;
}

async function makeProducts(): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < 12; index++) {
    const name = `${at(names, index)} ${index}`;
    const data = {
      name,
      nameKey: foldKey(name),
      sku: at([null, "A_1", "A%1"], index),
      ...at([{}, { priceMinor: 100n, currency: "USD" }], index),
    };
    made.push((await admin.db.product.create({ data, select: { id: true } })).id);
  }
  return made;
}

type Stage = { id: string; pipelineId: string; type: string };

async function makeOpportunities(stages: readonly Stage[], owners: Owners, ids: Made): Promise<void> {
  for (let index = 0; index < 60; index++) {
    const name = `${at(names, index)} ${index}`;
    const stage = at(stages, index);
    const { id } = await admin.db.opportunity.create({
      data: {
        name,
        nameKey: foldKey(name),
        pipelineId: stage.pipelineId,
        stageId: stage.id,
        status: stage.type,
        rank: `a${String(index).padStart(3, "0")}`,
        accountId: index % 3 ? at(ids.account, index) : null,
        competitorId: index % 5 ? null : at(ids.account, index + 1),
        ownerId: at(owners, index),
        amountMinor: at([null, 0n, 1_000n, -3n], index),
        currency: at(["USD", "EUR"], index),
        probability: at([null, 0, 50], index),
        leadSource: at([null, "website", "referral"], index + (index >> 2)),
        expectedCloseDate: index % 4 ? day(index) : null,
        actualCloseDate: index % 3 ? null : day(index + 1),
        closeDatePushes: index % 3,
        stageEnteredAt: index % 6 ? day(index) : null,
        archivedAt: index % 8 ? null : day(index),
        createdAt: day(index + 2),
      },
      select: { id: true },
    });
    if (index % 2) {
      await admin.db.opportunityLine.create({
        data: { opportunityId: id, productId: at(ids.product, index), quantity: 1, unitPriceMinor: 1n, position: 1 },
      });
    }
  }
}

/** Values that fit a field, including some that rows have. */
function valuesOf(field: ListField, name: string): fc.Arbitrary<string | number> {
  const days = ["2026-01-01", "2026-06-06", "2026-12-12", "0001-01-01", "9999-12-31"];
  const known: Partial<Record<ListField["kind"], readonly (string | number)[]>> = {
    day: days,
    instant: days,
    number: [0, 7, 50, -1, 2_000_000, 2_147_483_647],
    decimal: [0, 7, 7.5, -0.25, 2_000_000],
    money: [0, -5, 5, 1_000, Number.MAX_SAFE_INTEGER, "5 EUR", "1000 EUR"],
    boolean: ["true", "false"],
    enum: ["prospect", "customer", "open", "won", "website", "owner", "member", "active", "no such"],
    member: ["me", ...(pools.member ?? [])],
  };
  const ids = { parent: pools.account, competitor: pools.account, family: pools.account }[name] ?? pools[name] ?? [];
  const uuids = [...ids, "00000000-0000-4000-8000-000000000000"];
  return fc.constantFrom(...(known[field.kind] ?? (field.kind === "id" || field.kind === "related" ? uuids : texts)));
}

function conditionOf(name: string, field: ListField): fc.Arbitrary<Condition> {
  const value = valuesOf(field, name);
  const asked = (op: Condition["op"]): fc.Arbitrary<unknown> => {
    switch (operatorArity(op)) {
      case "none":
        return fc.constant(undefined);
      case "many":
        return fc.array(value, { minLength: 1, maxLength: 4 });
      case "two":
        // Two amounts are of one currency.
        return fc.tuple(value, value).filter(([from, to]) => field.kind !== "money" || typeof from === typeof to);
      default:
        return value;
    }
  };
  const ofOperator = (op: Condition["op"]) =>
    asked(op).map((value) => conditionSchema.parse({ field: name, op, ...(value === undefined ? {} : { value }) }));
  return fc.oneof(...operatorsOfKind(field.kind).map(ofOperator));
}

function anyFilter(list: ListDefinition) {
  // Prisma knows no relation to links and listed members; `links.db.test.ts` and `fields.db.test.ts` read those.
  // References to records that may be hidden are SQL, too; `list-answers.db.test.ts` reads them.
  const asked = Object.entries(list.fields).filter(
    ([name, { kind, to }]) =>
      kind !== "members" &&
      !(kind === "id" && nounOf(to ?? "")?.owned) &&
      list.table.children?.[name]?.table !== "record_links",
  );
  const condition = fc.oneof(...asked.map(([name, field]) => conditionOf(name, field)));
  const match = fc.constantFrom("all" as const, "any" as const);
  const group = fc.record({ match, conditions: fc.array(condition, { minLength: 1, maxLength: 3 }) });
  return fc.record({
    conditions: fc.array(condition, { maxLength: 4 }),
    groups: fc.array(group, { maxLength: 2 }),
    match,
  });
}

const everyone = async () => ({ counted: {}, expected: {} });
type Count = (ctx: Ctx, where: Where) => Promise<number>;
/** The condition for the count, and the same for Prisma, by which the test counts. */
type Visible = (ctx: Ctx) => Promise<{ counted: object; expected: object }>;
const lists: { name: string; list: ListDefinition; visible: Visible; count: Count }[] = [
  ...Object.values(declaredNouns).map(({ noun, table }) => ({
    name: noun.head.path,
    list: table.list,
    visible: async (ctx: Ctx) => {
      const ids = (await recordsOf(ctx, noun.entity).findMany({ select: { id: true } })).map(({ id }) => id);
      return {
        counted: visibleOf(ctx, noun as unknown as Noun),
        expected: await visibleAmong(ctx, noun.entity, ids),
      };
    },
    count: async (ctx: Ctx, where: Where) =>
      (await recordsOf(ctx, noun.entity).findMany({ where, select: { id: true }, take: 1001 })).length,
  })),
  { name: "members", list: memberList, visible: everyone, count: (ctx, where) => ctx.db.member.count({ where }) },
];

/** Whether everybody may name the fields of a filter: some are only of those who see all records. */
const namesFor = (ctx: Ctx, { fields }: ListDefinition, filter: { conditions: Condition[] }[]): boolean =>
  filter.flatMap(({ conditions }) => conditions).every(({ field }) => fields[field]?.columnFor?.(ctx) !== null);

const isList = (value: unknown): value is ListDefinition =>
  typeof value === "object" && value !== null && "defaultSort" in value && "table" in value;

test("every list of the product stands here", async () => {
  const defined = (await exportedBy("**/row.ts")).flatMap(([, value]) => (isList(value) ? [value.table.name] : []));
  const declared = Object.values(declaredNouns).map(({ table }) => table.list.table.name);
  expect(new Set(lists.map(({ list }) => list.table.name))).toEqual(new Set([...defined, ...declared]));
});

describe("the count of a list is that of its rows", () => {
  /** Of a noun that is like others at least the count of all its rows is asked. */
  const everything = { conditions: [], groups: [], match: "all" as const };

  test.each(lists)("$name, whatever is asked and whoever asks", async ({ list, visible, count }) => {
    const member = await workspace.join("member");
    const requesters = [
      admin,
      await workspace.as(member, { visibility: { account: "own", opportunity: "team" } }),
      await workspace.as(await workspace.join("viewer"), { visibility: { account: "own", opportunity: "own" } }),
    ];
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(
        anyFilter(list),
        fc.option(fc.constantFrom(...texts), { nil: undefined, freq: 4 }),
        fc.constantFrom(...requesters),
        async (filter, q, ctx) => {
          fc.pre(namesFor(ctx, list, [filter, ...filter.groups]));
          const where = await filterWhere(list, { ...filter, q }, ctx);
          const { counted: seen, expected } = await visible(ctx);
          const found = await countRows(ctx, list.table, { AND: [seen as Where, ...where] });
          expect(found).toBe(await count(ctx, { AND: [expected as Where, ...where] }));
          if (found !== 0) counted++;
        },
      ),
      { numRuns: isDeep(list.entity) ? rounds(150, 15) : 5, examples: [[everything, undefined, admin]] },
    );
    // A count of zero is easily right.
    expect(counted).toBeGreaterThan(0);
  });
});

test("text that somebody typed is no pattern", async () => {
  const found = async (q: string) =>
    (await accountOperations.list(admin, { q, archived: false })).rows.map(({ name }) => name);
  expect((await found("100%")).every((name) => name.startsWith("100% Cotton"))).toBe(true);
  expect((await found("under_score")).every((name) => name.startsWith("under_score"))).toBe(true);
  expect(await found("back\\")).not.toEqual([]);
  const starts = [{ field: "domain", op: "startsWith" as const, value: "a_b" }];
  const domains = (await accountOperations.list(admin, { conditions: starts })).rows.map(({ domain }) => domain);
  expect([...new Set(domains)]).toEqual(["a_b.example"]);
});

test("a beginning is found whatever it ends with", async () => {
  const own = await testWorkspace();
  const ctx = await own.role("admin");
  const last = String.fromCodePoint(0x10ffff);
  const stored = ["ab", "abc", "ab\ud7ff", "ab\ue000", `ab${last}`, `ab${last}${last}x`, "ac", "b", last, `${last}z`];
  for (const name of stored) await ctx.db.account.create({ data: { name, nameKey: name } });
  const found = async (value: string) =>
    (await accountOperations.list(ctx, { conditions: [{ field: "name", op: "startsWith", value }] })).rows.map(
      (row) => row.name,
    );
  for (const prefix of ["a", "ab", "ab\ud7ff", "ab\ue000", `ab${last}`, last, "b", "", "x"])
    expect((await found(prefix)).sort()).toEqual(stored.filter((name) => name.startsWith(prefix)).sort());
});

test("a field that every row has is never empty", async () => {
  const asked = async (op: "empty" | "notEmpty") =>
    (await accountOperations.list(admin, { conditions: [{ field: "type", op }] })).total;
  expect(await asked("empty")).toBe(0);
  expect(await asked("notEmpty")).toBe((await accountOperations.list(admin, {})).total);
});

test("a total is exact where the page holds all, where it does not, and up to 1,000", async () => {
  const own = await testWorkspace();
  await bulkWorkspace([own], 1_001);
  const ctx = await own.role("admin");
  expect((await accountOperations.list(ctx, {})).total).toBe("1000+");
  // In the test's own transaction nothing ends it after a tenth of a second, which a busy machine may need.
  const upTo = (most: number) => inTransaction(ctx, (inner) => accountOperations.totals(inner, { upTo: most }));
  expect(await upTo(50_000)).toEqual({ count: 1_001, capped: false, totals: [] });
  expect(await upTo(1_001)).toMatchObject({ count: 1_001, capped: false });
  expect(await upTo(1_000)).toMatchObject({ count: 1_000, capped: true });
  const [first] = (await accountOperations.list(ctx, { limit: 1 })).rows;
  await ctx.db.account.update({ where: { id: first?.id ?? "" }, data: { archivedAt: new Date() } });
  expect((await accountOperations.list(ctx, {})).total).toBe(1_000);
  const tens = { q: "account 100" };
  const whole = await accountOperations.list(ctx, { ...tens, limit: 50 });
  expect(whole).toMatchObject({ nextCursor: null, total: whole.rows.length });
  expect((await accountOperations.list(ctx, { ...tens, limit: 1 })).total).toBe(whole.rows.length);
  expect((await opportunityOperations.list(ctx, { limit: 2 })).total).toBe("1000+");
});

describe("a row of a list is what its own page says", () => {
  /** The record with the beginning of its formatted text. */
  const listed = <R extends { description: RichText | null }>(record: R): R => ({
    ...record,
    description: record.description && { doc: null, text: record.description.text.slice(0, listedLength) },
  });

  test("accounts, to whoever asks", async () => {
    const member = await workspace.as(owning, { visibility: { account: "own" } });
    for (const ctx of [admin, member]) {
      for (const archived of [false, true]) {
        const { rows } = await accountOperations.list(ctx, { archived, limit: 100 });
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row).toEqual(listed(await accountOperations.get(ctx, { id: row.id })));
      }
    }
  });

  test("opportunities, to whoever asks", async () => {
    const member = await workspace.as(owning, { visibility: { account: "own" } });
    for (const ctx of [admin, member]) {
      const { rows } = await opportunityOperations.list(ctx, { limit: 100 });
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toEqual(listed(await opportunityOperations.get(ctx, { id: row.id })));
    }
  });
});
