import "@/registry/register";
import { beforeAll, describe, expect, test } from "vitest";
import type { Money } from "@/lib/zod";
import type { Ctx } from "@/server/context";
import type { TestMember, TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { rest, withKey } from "@/test/tenancy/doors";
import { contactOperations } from "../contacts/operations";
import type { OpportunitySums } from "../opportunities/board/schema";
import { createOpportunity, opportunityOperations } from "../opportunities/operations/all";
import { getAccountTotals } from "../opportunities/totals/operations";
import type { Pipeline, StageType } from "../pipelines/schema";
import { accountOperations } from "./operations";

const names = ["wonValue", "openValue", "familyWonValue", "familyOpenValue"] as const;

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let seller: TestMember;
const accounts: string[] = [];

/** The same data in each run: a failure can be repeated. */
const random = (() => {
  let state = 47;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
})();
const any = <T>(values: readonly T[]): T => values[random(values.length)] as T;

const add = (type: StageType, accountId: string | null, amount: Money | null, ownerId = any([seller.id, null])) =>
  createOpportunity(admin, {
    name: `${type} ${random(1_000)}`,
    accountId,
    amount,
    ownerId,
    stageId: pipeline.stages.find((stage) => stage.type === type)?.id ?? "",
    ...(type === "lost" ? { lossReasonId: pipeline.lossReasons[0]?.id ?? "" } : {}),
  });

beforeAll(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  seller = await workspace.join("member");
  const boss = admin.member?.id ?? "";
  for (let place = 0; place < 9; place++) {
    const parentId = place === 0 ? null : any([...accounts, null]);
    const ownerId = any([seller.id, boss, null]);
    accounts.push((await accountOperations.create(admin, { name: `Account ${place}`, parentId, ownerId })).id);
  }
  for (let made = 0; made < 40; made++)
    await add(
      any(["won", "open", "lost"] as const),
      any([...accounts, null]),
      any([null, { amount: 1 + random(900), currency: any(["USD", "EUR", "JPY"]) }]),
      any([seller.id, boss, null]),
    );
});

/** The sums of an operation that adds up the opportunities of a family, as lists show them. */
const amountsIn = ({ total, others }: OpportunitySums) =>
  [total, ...others.map((one) => one.total)]
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => a.currency.localeCompare(b.currency));

/** The accounts of a list with their values, and what the totals of each account say of them. */
async function compared(ctx: Ctx) {
  const { rows } = await accountOperations.list(ctx, { limit: 100 });
  const shown = rows.map(({ id, wonValue, openValue, familyWonValue, familyOpenValue }) => [
    id,
    ...[wonValue, openValue, familyWonValue, familyOpenValue].map((one) => one ?? []),
  ]);
  const expected: unknown[] = [];
  for (const { id } of rows) {
    const { own, family } = await getAccountTotals(ctx, { id });
    expected.push([id, ...[own.won, own.open, family.won, family.open].map(amountsIn)]);
  }
  return { shown, expected };
}

/** The stored columns of all accounts, archived ones too, and the same added up anew. */
async function storedAndCounted() {
  const rows = await adminQuery<{ id: string; parent_id: string | null; archived: boolean } & Record<string, unknown>>(
    `select id, parent_id, archived_at is not null as archived, won_value, open_value, family_won_value, family_open_value,
       won_value_most::text, family_open_value_most::text from accounts where tenant_id = $1 order by id`,
    [workspace.tenant.id],
  );
  const sums = await adminQuery<{ account_id: string; status: string; currency: string; amount: string }>(
    `select account_id, status, currency, sum(amount_minor)::text as amount from opportunities
     where tenant_id = $1 and archived_at is null and account_id is not null group by 1, 2, 3 having sum(amount_minor) <> 0`,
    [workspace.tenant.id],
  );
  const isIn = (id: string, top: string): boolean => {
    if (id === top) return true;
    const row = rows.find((one) => one.id === id);
    return row?.parent_id && !row.archived ? isIn(row.parent_id, top) : false;
  };
  const of = (status: string, counts: (id: string) => boolean) => {
    const found: Record<string, number> = {};
    for (const one of sums)
      if (one.status === status && counts(one.account_id))
        found[one.currency] = (found[one.currency] ?? 0) + Number(one.amount);
    return Object.keys(found).length > 0 ? found : null;
  };
  const most = (value: Record<string, number> | null) => value && String(Math.max(...Object.values(value)));
  const counted = rows.map(({ id, parent_id, archived }) => {
    const [won, open] = [of("won", (one) => one === id), of("open", (one) => one === id)];
    const [familyWon, familyOpen] = [of("won", (one) => isIn(one, id)), of("open", (one) => isIn(one, id))];
    return {
      ...{ id, parent_id, archived, won_value: won, open_value: open },
      ...{ family_won_value: familyWon, family_open_value: familyOpen },
      ...{ won_value_most: most(won), family_open_value_most: most(familyOpen) },
    };
  });
  return { stored: rows, counted };
}

async function expectKept(): Promise<void> {
  const { stored, counted } = await storedAndCounted();
  expect(stored).toEqual(counted);
}

describe("the values of accounts", () => {
  test("are what the totals of each account say, for everybody who asks", async () => {
    const askers = [
      admin,
      await workspace.as(seller, { visibility: { opportunity: "own" } }),
      await workspace.as(seller, { visibility: { account: "own" } }),
      await workspace.as(seller, { visibility: { account: "own", opportunity: "own" } }),
      await workspace.as(seller, { visibility: { opportunity: "team" }, hiddenFields: { account: ["parent"] } }),
    ];
    const answers: string[] = [];
    for (const ctx of askers) {
      const { shown, expected } = await compared(ctx);
      expect(shown).toEqual(expected);
      const { id } = (await accountOperations.list(ctx, { limit: 1 })).rows[0] ?? { id: "" };
      const record = await accountOperations.get(ctx, { id });
      expect([record.id, ...names.map((name) => record[name] ?? [])]).toEqual(shown.find(([of]) => of === id));
      answers.push(JSON.stringify(shown));
    }
    expect(new Set(answers).size).toBe(askers.length);
  });

  test("are empty for those who may not know what opportunities are worth", async () => {
    const blind = [
      await workspace.as(seller, { hiddenFields: { opportunity: ["amount"] } }),
      await workspace.as(seller, { hiddenFields: { account: [...names] } }),
      await workspace.as(seller, { hiddenFields: { account: [...names] }, visibility: { opportunity: "own" } }),
      await workspace.as(await workspace.join("viewer"), { visibility: { opportunity: "own" } }),
    ];
    for (const ctx of blind) {
      const { rows } = await accountOperations.list(ctx, { limit: 100 });
      expect(rows.flatMap((row) => names.flatMap((name) => row[name] ?? []))).toEqual([]);
    }
    const headers = await withKey(workspace.tenant.id, seller, ["account:view"]);
    const { body } = await rest("GET", "/accounts?limit=100", headers);
    expect((body.data as Record<string, unknown>[]).flatMap((row) => names.flatMap((name) => row[name] ?? []))).toEqual(
      [],
    );
  });

  test("sort a list by the largest amount, page by page, where the member sees everything in them", async () => {
    for (const field of names)
      for (const direction of ["asc", "desc"] as const) {
        const most: (number | null)[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const given = { sort: { field, direction }, limit: 2, ...(cursor ? { cursor } : {}) };
          const page = await accountOperations.list(admin, given);
          most.push(...page.rows.map((row) => row[field] && Math.max(...row[field].map(({ amount }) => amount))));
          cursor = page.nextCursor;
        }
        const [filled, empty] = [most.filter((one) => one !== null), most.filter((one) => one === null)];
        const sorted = filled.toSorted((a, b) => (direction === "asc" ? a - b : b - a));
        expect(most).toEqual([...sorted, ...empty]);
      }
  });

  test("are added up by currency for members who see all of them, and for nobody where one holds another", async () => {
    const { rows } = await accountOperations.list(admin, { limit: 100 });
    const totals = [{ field: "wonValue", of: "sum" as const }];
    const answer = await accountOperations.totals(admin, { totals });
    const expected = new Map<string, number>();
    for (const { amount, currency } of rows.flatMap(({ wonValue }) => wonValue ?? []))
      expected.set(currency, (expected.get(currency) ?? 0) + amount);
    const amounts = [...expected].map(([currency, amount]) => ({ amount, currency }));
    expect(amounts.length).toBeGreaterThan(1);
    const sorted = amounts.sort((a, b) => a.currency.localeCompare(b.currency));
    expect(answer.totals).toEqual([{ field: "wonValue", of: "sum", value: null, amounts: sorted }]);
    const blind = await workspace.as(seller, { visibility: { opportunity: "own" } });
    await expect(accountOperations.totals(blind, { totals })).rejects.toMatchObject({ code: "VALIDATION" });
    for (const refused of [
      { field: "familyWonValue", of: "sum" as const },
      { field: "wonValue", of: "max" as const },
    ])
      await expect(accountOperations.totals(admin, { totals: [refused] })).rejects.toMatchObject({
        code: "VALIDATION",
      });
  });

  test("of which something is hidden are neither sorted nor filtered by, directly or through another record", async () => {
    const blind = await workspace.as(seller, { visibility: { opportunity: "own" } });
    const ofAccounts = await workspace.as(seller, { visibility: { account: "own" } });
    const refused = { code: "VALIDATION" };
    for (const field of names) {
      const sort = { field, direction: "desc" as const };
      await expect(accountOperations.list(blind, { sort })).rejects.toMatchObject(refused);
      const conditions = [{ field, op: "empty" as const }];
      await expect(accountOperations.list(blind, { conditions })).rejects.toMatchObject(refused);
      const related = [{ field: `account.${field}`, op: "empty" as const }];
      await expect(contactOperations.list(blind, { conditions: related })).rejects.toMatchObject(refused);
      const isOwn = field === "wonValue" || field === "openValue";
      const answer = accountOperations.list(ofAccounts, { sort });
      if (isOwn) expect((await answer).rows.length).toBeGreaterThan(0);
      else await expect(answer).rejects.toMatchObject(refused);
    }
  });
});

describe("the stored values", () => {
  test("follow every change, of several records in one statement too", async () => {
    await expectKept();
    const { id: tenant } = workspace.tenant;
    const list = accounts.map((id) => `'${id}'::uuid`).join(", ");
    const pick = `(array[${list}, null])[1 + abs(hashtext(id::text || $2)) % ${accounts.length + 1}]`;
    const part = "abs(hashtext(id::text || $2)) % 4 = 0";
    const changes = [
      `update opportunities set amount_minor = abs(hashtext(id::text || $2)) % 1000 where tenant_id = $1 and ${part}`,
      `update opportunities set account_id = ${pick} where tenant_id = $1 and ${part}`,
      `update opportunities set status = case status when 'won' then 'open' else 'won' end where tenant_id = $1 and ${part}`,
      `update opportunities set currency = 'CHF' where tenant_id = $1 and ${part}`,
      `update opportunities set archived_at = case when archived_at is null then now() end where tenant_id = $1 and ${part}`,
      `update accounts set archived_at = case when archived_at is null then now() end where tenant_id = $1 and ${part}`,
      // Each account goes below one that was made before it, or below none: so no circle closes.
      `update accounts a set parent_id = (select b.id from accounts b where b.tenant_id = $1 and b.id < a.id
         and b.id = any(array[${list}]) order by hashtext(a.id::text || b.id::text || $2) limit 1)
       where tenant_id = $1 and abs(hashtext(a.id::text || $2)) % 2 = 0`,
    ];
    for (let round = 0; round < 28; round++) {
      const [sql = ""] = [changes[round % changes.length]];
      await adminQuery(sql, [tenant, `round ${round}`]);
      await expectKept();
    }
  });

  test("follow new, deleted and moved records of the screens", async () => {
    const top = await accountOperations.create(admin, { name: "Top" });
    const child = await accountOperations.create(admin, { name: "Child", parentId: top.id });
    const made = await add("open", child.id, { amount: 500, currency: "USD" });
    expect((await accountOperations.get(admin, { id: top.id })).familyOpenValue).toEqual([
      { amount: 500, currency: "USD" },
    ]);
    expect((await accountOperations.get(admin, { id: top.id })).version).toBe(top.version);
    await opportunityOperations.delete(admin, { id: made.id, version: made.version });
    expect((await accountOperations.get(admin, { id: top.id })).familyOpenValue).toBeNull();
    await expectKept();
  });

  test("are the same after changes at once", async () => {
    const top = await accountOperations.create(admin, { name: "Busy top" });
    const other = await accountOperations.create(admin, { name: "Other top" });
    const middle = await accountOperations.create(admin, { name: "Busy middle", parentId: top.id });
    const leaf = await accountOperations.create(admin, { name: "Busy leaf", parentId: middle.id });
    let { version } = middle;
    const moves = async () => {
      for (const parentId of [other.id, null, top.id, other.id])
        ({ version } = await accountOperations.update(admin, { id: middle.id, version, parentId }));
    };
    const adds = Array.from({ length: 12 }, (_, place) =>
      add("won", place % 3 === 0 ? middle.id : leaf.id, { amount: 10, currency: "USD" }, null),
    );
    await Promise.all([moves(), ...adds]);
    await expectKept();
    expect((await accountOperations.get(admin, { id: other.id })).familyWonValue).toEqual([
      { amount: 120, currency: "USD" },
    ]);
  });

  test("are nobody's to write", async () => {
    const [id = ""] = accounts;
    const wrong = '{"USD": 7}';
    await adminQuery("update accounts set won_value = $2, won_value_most = 7, family_open_value = $2 where id = $1", [
      id,
      wrong,
    ]);
    await adminQuery(
      "insert into accounts (id, tenant_id, name, name_key, won_value, updated_at) values (gen_random_uuid(), $1, 'Forged', 'forged', $2, now())",
      [workspace.tenant.id, wrong],
    );
    await expectKept();
  });
});
