import "@/registry/register";
import { beforeAll, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { type DatedEntry, registerCatalog, type TimelineSource, timelines } from "@/server/catalog";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { newId } from "@/server/new-id";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { listTimeline } from "./operations/timeline";

// A kind of record that joins timelines by its declaration alone, as activities do.

let workspace: TestWorkspace;
let admin: Ctx;
let account: { id: string };
let calls: DatedEntry[] = [];
const asked: object[] = [];

const hour = 3_600_000;
function call(name: string, hoursAhead: number, memberId: string | null): DatedEntry {
  const actor = { id: memberId, name: "Ann" };
  const at = new Date(Date.now() + hoursAhead * hour);
  const words = { verb: "called", icon: "create" as const, title: name, detail: "12 min" };
  return { id: newId(), at, name: "call.logged", entityId: newId(), actor, changes: [], data: {}, ...words };
}

const joined: TimelineSource = {
  catalog: {
    entity: "call",
    path: "calls",
    label: { one: "call", many: "calls" },
    columns: {},
    naturalKeys: [],
    after: [],
    timeline: {},
  },
  scope: accountOperations.scope,
  dated: {
    kinds: ["changes"],
    sql(_ctx, page) {
      asked.push(page);
      const place = (row: { at: Date; id: string }) => `${row.at.toISOString()} ${row.id}`;
      const rows = calls.toSorted((a, b) => (place(a) < place(b) ? 1 : -1));
      const { cursor, memberId, take } = page;
      const found = rows.filter(
        (row) => (!cursor || place(row) < place(cursor)) && (!memberId || row.actor?.id === memberId),
      );
      return selected(found.slice(0, take));
    },
    plannedSql: () => selected([call("Later", 48, null), call("Next", 2, null)]),
    entryOf: ({ entry }) => entry as DatedEntry,
  },
};

const selected = (rows: readonly DatedEntry[]) => Prisma.sql`
  select (v ->> 'id')::uuid as id, (v ->> 'at')::timestamptz as at, v - 'id' - 'at' as entry
  from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) v`;

beforeAll(async () => {
  registerCatalog({ timelines: [...timelines(), joined] });
  workspace = await testWorkspace();
  admin = await workspace.role("admin");
  account = await accountOperations.create(admin, { name: "Acme" });
  calls = [call("First", -3, admin.member?.id ?? null), call("Second", -2, null), call("Third", -1, null)];
});

const titles = async (input: Partial<Parameters<typeof listTimeline>[1]> = {}) =>
  (await listTimeline(admin, { entity: "account", id: account.id, ...input })).rows.map(({ title }) => title);

test("its rows lie among the events at their own dates, once on whatever pages", async () => {
  expect(await titles()).toEqual(["Acme", "Third", "Second", "First"]);
  for (const limit of [1, 2, 3]) {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Awaited<ReturnType<typeof listTimeline>> = await listTimeline(admin, {
        ...{ entity: "account", id: account.id, limit },
        ...(cursor ? { cursor } : {}),
      });
      expect(page.planned.map(({ title }) => title)).toEqual(cursor === undefined ? ["Next", "Later"] : []);
      seen.push(...page.rows.map(({ title }) => title));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(["Acme", "Third", "Second", "First"]);
  }
});

test("the filters and the date of a timeline hold for them", async () => {
  expect(await titles({ memberId: admin.member?.id ?? "" })).toEqual(["Acme", "First"]);
  expect(await titles({ kind: "changes" })).toEqual(["Acme", "Third", "Second", "First"]);
  expect(await titles({ q: "second" })).toEqual(["Second"]);
  expect(await titles({ q: "12 min" })).toEqual(["Third", "Second", "First"]);
  expect(await titles({ until: new Date(Date.now() - 1.5 * hour).toISOString() })).toEqual(["Second", "First"]);
  asked.length = 0;
  expect(await titles({ kind: "stages" })).toEqual([]);
  expect(await titles({ field: "name" })).toEqual(["Acme"]);
  expect(asked).toEqual([]);
});
