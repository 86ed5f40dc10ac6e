import { randomUUID } from "node:crypto";
import { accountOperations } from "@/modules/crm/accounts/operations";
import "@/registry/operations";
import { beforeEach, describe, expect, test } from "vitest";
import {
  bulkOpportunities,
  createOpportunity,
  opportunityOperations,
} from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import type { Pipeline } from "@/modules/crm/pipelines/schema";
import { revertImport } from "@/modules/platform/data/imports/operations/run-import";
import { workImports } from "@/modules/platform/data/imports/operations/work-imports";
import type { ImportDetail } from "@/modules/platform/data/imports/schema";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { importAll } from "@/test/import-trial";
import { opportunityWorkspace } from "@/test/opportunities";
import { listTimeline } from "./operations/timeline";
import type { TimelineEntry } from "./schema";

let workspace: TestWorkspace;
let admin: Ctx;
let pipeline: Pipeline;
let first: ImportDetail;
let group: string;

const opportunity = (row: number) => `D${row},Opportunity ${String(row).padStart(2, "0")},Group,Lead`;
const firms = "Company,Parent company\nGroup,\nNorth,Group\nSouth,Group\n";

beforeEach(async () => {
  ({ workspace, admin, pipeline } = await opportunityWorkspace());
  const opportunities = [
    "deal id,name,company,stage",
    ...Array.from({ length: 12 }, (_, row) => opportunity(row)),
  ].join("\n");
  first = await importAll(admin, { "firms.csv": firms, "deals.csv": opportunities });
  const [found] = (await accountOperations.list(admin, { q: "Group" })).rows;
  group = found?.id ?? "";
  await accountOperations.update(admin, { id: group, version: found?.version ?? 0, industry: "Energy" });
});

const described = ({ verb, title, batch }: TimelineEntry) =>
  [verb, title, batch && `${batch.count} ${batch.count === 1 ? batch.label.one : batch.label.many}`]
    .flatMap((part) => part ?? [])
    .join(", ");
const timelineOf = async (ctx: Ctx, input: Partial<Parameters<typeof listTimeline>[1]> = {}) =>
  await listTimeline(ctx, { entity: "account", id: group, ...input });

describe("what an import did", () => {
  test("is one entry for each file, where its newest event stands, on whatever pages the others are", async () => {
    const whole = (await timelineOf(admin)).rows;
    expect(whole.map(described)).toEqual([
      "changed, Group",
      "imported, Opportunity 00, 12 opportunities",
      "imported, Group, 3 accounts",
    ]);
    const pages: TimelineEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listTimeline>> = await timelineOf(admin, {
        limit: 1,
        ...(cursor ? { cursor } : {}),
      });
      pages.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor);
    expect(pages).toEqual(whole);
  });

  test("names some of the records, the page's own first, the file, and the import where one may open it", async () => {
    const [, opportunities, accounts] = (await timelineOf(admin)).rows;
    expect(opportunities?.batch).toMatchObject({
      more: false,
      first: [{ title: "Opportunity 00" }, { title: "Opportunity 01" }, { title: "Opportunity 02" }],
      import: { id: first.id, files: ["deals.csv"] },
    });
    expect(accounts?.batch?.first[0]).toEqual({ id: group, title: "Group" });
    expect(accounts?.batch?.import?.files).toEqual(["firms.csv"]);
    const member = await workspace.role("member");
    const [, theirs] = (await timelineOf(member)).rows;
    expect(theirs?.batch?.import).toEqual({ id: null, files: ["deals.csv"] });
  });

  test("counts and names only what one may see, and is left out where that is nothing", async () => {
    const seller = await workspace.join("member");
    const own = await workspace.as(seller, { visibility: { opportunity: "own" } });
    expect((await timelineOf(own)).rows.map(described)).toEqual(["changed, Group", "imported, Group, 3 accounts"]);
    const [given] = (await opportunityOperations.list(admin, { q: "Opportunity 07" })).rows;
    await opportunityOperations.update(admin, {
      id: given?.id ?? "",
      version: given?.version ?? 0,
      ownerId: seller.id,
    });
    const entries = (await timelineOf(own)).rows;
    expect(entries.map(described)).toEqual([
      "changed, Opportunity 07",
      "changed, Group",
      "imported, Opportunity 07, 1 opportunity",
      "imported, Group, 3 accounts",
    ]);
    expect(JSON.stringify(entries)).not.toContain("Opportunity 00");
  });

  test("stands on a record's own timeline as its own; a second import is a second entry", async () => {
    const [one] = (await opportunityOperations.list(admin, { q: "Opportunity 03" })).rows;
    const again = await importAll(admin, { "later.csv": "deal id,name,company,stage\nD3,Opportunity 03,North,Lead\n" });
    const { rows } = await listTimeline(admin, { entity: "opportunity", id: one?.id ?? "" });
    expect(rows.map((row) => [described(row), row.batch?.import])).toEqual([
      ["imported, Opportunity 03, 1 opportunity", { id: again.id, files: ["later.csv"] }],
      ["imported, Opportunity 03, 1 opportunity", { id: first.id, files: ["deals.csv"] }],
    ]);
  });
});

test("a family tells the import of all below it once", async () => {
  const below = (await timelineOf(admin, { family: true, kind: "imports" })).rows;
  expect(below.map(described)).toContain("imported, Group, 3 accounts");
  expect(below.filter((row) => row.batch?.import?.id === first.id)).toHaveLength(2);
});

test("a timeline can be narrowed to changes, stage moves or imports, also page by page", async () => {
  const own = await accountOperations.create(admin, { name: "Narrow" });
  const made = await createOpportunity(admin, { name: "Seldom", accountId: own.id });
  const other = pipeline.stages.find((stage) => stage.type === "open" && stage.id !== made.stageId);
  for (let version = 1; version <= 7; version++)
    await opportunityOperations.update(admin, { id: made.id, version, description: `Text ${version}` });
  await moveOpportunity(admin, { id: made.id, stageId: other?.id ?? "" });
  const of = async (kind: "changes" | "stages" | "imports", limit?: number) =>
    await listTimeline(admin, { entity: "account", id: own.id, kind, ...(limit ? { limit } : {}) });
  expect((await of("imports")).rows).toEqual([]);
  // The edits are one entry.
  expect((await of("changes")).rows).toHaveLength(3);
  expect((await of("changes", 3)).nextCursor).toBeNull();
  expect((await of("stages")).rows.map((row) => row.verb)).toEqual(["moved"]);
  expect((await timelineOf(admin, { kind: "imports" })).rows.every((row) => row.icon === "import")).toBe(true);
});

test("taken back, an import tells of what is still there", async () => {
  await accountOperations.create(admin, { name: "Known", industry: "Retail" });
  const run = await importAll(admin, { "firms.csv": "Company,Industry\nKnown,Energy\nUnknown,Energy\n" });
  await revertImport(admin, { id: run.id });
  await workImports();
  const [known] = (await accountOperations.list(admin, { q: "Known" })).rows;
  const { rows } = await listTimeline(admin, { entity: "account", id: known?.id ?? "" });
  expect(rows.map(described)).toEqual([
    "reverted the import of, Known, 1 account",
    "imported, Known, 1 account",
    "created, Known",
  ]);
});

describe("what one bulk act did", () => {
  const many = async (names: readonly string[]) => {
    const account = await accountOperations.create(admin, { name: "Bulk Ltd" });
    const opportunities = [];
    for (const name of names) opportunities.push(await createOpportunity(admin, { name, accountId: account.id }));
    return { account, ids: opportunities.map(({ id }) => id) };
  };
  const lines = async (id: string, ctx = admin) =>
    (await listTimeline(ctx, { entity: "account", id })).rows.filter(({ verb }) => verb !== "created");

  test("is one line of an account, however many calls it took; its records tell it as their own", async () => {
    const { account, ids } = await many(["One", "Two", "Three"]);
    const batch = randomUUID();
    for (const part of [ids.slice(0, 2), ids.slice(2)])
      await bulkOpportunities(admin, { ids: part, action: { type: "archive" }, batch });
    expect((await lines(account.id)).map(described)).toEqual([
      expect.stringMatching(/^archived, .*, 3 opportunities$/),
    ]);
    const own = await listTimeline(admin, { entity: "opportunity", id: ids[0] ?? "" });
    expect(own.rows.map(described)).toEqual(["archived, One", "created, One"]);
    const other = await workspace.role("admin");
    await bulkOpportunities(other, { ids: ids.slice(0, 1), action: { type: "restore" }, batch });
    await bulkOpportunities(other, { ids: ids.slice(0, 1), action: { type: "archive" }, batch });
    expect((await lines(account.id)).map(({ actor, batch: of }) => [actor?.id, of?.count])).toEqual([
      [other.member?.id, undefined],
      [other.member?.id, undefined],
      [admin.member?.id, 3],
    ]);
  });

  test("says to whom they were given and where they were moved; back, each stage is a line", async () => {
    const seller = await workspace.join("member");
    const { account, ids } = await many(["One", "Two", "Three"]);
    const [, second] = pipeline.stages.filter(({ type }) => type === "open");
    const won = pipeline.stages.find(({ type }) => type === "won");
    await moveOpportunity(admin, { id: ids[0] ?? "", stageId: second?.id ?? "" });
    await bulkOpportunities(admin, { ids, action: { type: "edit", ownerId: seller.id } });
    const report = await bulkOpportunities(admin, { ids, action: { type: "move", stageId: won?.id ?? "" } });
    const versions = Object.fromEntries(report.done.map(({ id, version }) => [id, version]));
    await bulkOpportunities(admin, { ids, action: { type: "undoMove" }, versions });
    const entries = await lines(account.id);
    expect(entries.map(({ verb, batch }) => [verb, batch?.count])).toEqual([
      ["reopened", 3],
      ["won", 3],
      ["changed", 3],
      ["moved", undefined],
    ]);
    expect(entries[2]?.changes).toMatchObject([{ field: "owner", before: null, after: seller.name }]);
  });

  test("is no touch: an account is touched by what is made and moved", async () => {
    const { account, ids } = await many(["One", "Two"]);
    const touches = async () =>
      (await listTimeline(admin, { entity: "account", id: account.id, kind: "touches" })).rows.map(described);
    const before = await touches();
    expect(before).toEqual(["created, Two", "created, One", "created, Bulk Ltd"]);
    await bulkOpportunities(admin, { ids, action: { type: "archive" } });
    await bulkOpportunities(admin, { ids, action: { type: "restore" } });
    await accountOperations.update(admin, { id: account.id, version: account.version, industry: "Energy" });
    expect(await touches()).toEqual(before);
    const [, second] = pipeline.stages.filter(({ type }) => type === "open");
    await bulkOpportunities(admin, { ids, action: { type: "move", stageId: second?.id ?? "" } });
    expect((await touches())[0]).toMatch(/^moved, .*, 2 opportunities$/);
  });
});
