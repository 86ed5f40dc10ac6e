import "@/registry/operations";
import { beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { moveOpportunity } from "@/modules/crm/opportunities/operations/move";
import type { Ctx } from "@/server/context";
import { adminQuery } from "@/test/db";
import { type OpportunityWorkspace, opportunityWorkspace } from "@/test/opportunities";
import { listTimeline } from "./operations/timeline";
import type { TimelineEntry } from "./schema";

let firm: OpportunityWorkspace;
let admin: Ctx;
let account: { id: string; version: number };
beforeEach(async () => {
  firm = await opportunityWorkspace();
  admin = firm.admin;
  account = await accountOperations.create(admin, { name: "Acme", industry: "Retail" });
});

type Patch = Omit<Parameters<typeof accountOperations.update>[1], "id" | "version">;
async function edit(patch: Patch, ctx = admin): Promise<void> {
  account = await accountOperations.update(ctx, { id: account.id, version: account.version, ...patch });
}

/** Moves the newest events of a record into the past, so many minutes for each, the newest first. */
async function earlier(id: string, ...minutes: number[]): Promise<void> {
  await adminQuery(
    `update events set at = now() - make_interval(mins => given.minutes) from (
       select e.id, e.tenant_id, ($2::int[])[row_number() over (order by e.id desc)] as minutes
       from events e where e.entity_id = $1
     ) given where events.tenant_id = given.tenant_id and events.id = given.id and given.minutes is not null`,
    [id, minutes],
  );
}

const described = ({ title, verb, changes }: TimelineEntry) =>
  [`${verb} ${title}`, ...changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`)].join(", ");
const timelineOf = async (input: Partial<Parameters<typeof listTimeline>[1]> = {}, ctx = admin) =>
  await listTimeline(ctx, { entity: "account", id: account.id, ...input });
const entries = async (ctx = admin) => (await timelineOf({}, ctx)).rows.map(described);

/** All pages of a timeline, `limit` entries each. */
async function paged(limit: number): Promise<TimelineEntry[]> {
  const rows: TimelineEntry[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof listTimeline>> = await timelineOf({ limit, ...(cursor ? { cursor } : {}) });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    cursor = page.nextCursor;
  }
  return rows;
}

describe("edits of one record by one person", () => {
  test("are one entry with the first and the last value of each field; what was restored is left out", async () => {
    await edit({ industry: "Energy" });
    await edit({ employees: 10 });
    await edit({ industry: "Media" });
    await edit({ employees: 12 });
    expect(await entries()).toEqual([
      "changed Acme, industry: Retail → Media, employees: null → 12",
      expect.stringMatching(/^created Acme/),
    ]);
    await edit({ employees: null });
    expect((await entries())[0]).toBe("changed Acme, industry: Retail → Media");
    await edit({ industry: "Retail" });
    expect(await entries()).toEqual([expect.stringMatching(/^created Acme/)]);
  });

  test("show an amount in the currencies of the first and the last edit", async () => {
    await edit({ annualRevenue: { amount: 100, currency: "USD" } });
    await edit({ annualRevenue: { amount: 200, currency: "EUR" } });
    await edit({ annualRevenue: { amount: 300, currency: "USD" } });
    const [revenue] = (await timelineOf()).rows[0]?.changes ?? [];
    expect(revenue).toMatchObject({ before: null, after: { amount: 300, currency: "USD" } });
  });

  test("begin another entry ten minutes after the first one", async () => {
    for (const employees of [1, 2, 3, 4]) await edit({ employees });
    await earlier(account.id, 0, 6, 12, 18);
    expect((await entries()).slice(0, 2)).toEqual([
      "changed Acme, employees: 2 → 4",
      "changed Acme, employees: null → 2",
    ]);
    for (const limit of [1, 2, 3]) expect(await paged(limit)).toEqual((await timelineOf()).rows);
  });

  test("are not joined with another person's, nor over another act of the record", async () => {
    const other = await firm.workspace.role("admin");
    await edit({ employees: 1 });
    await edit({ employees: 2 }, other);
    await edit({ employees: 3 });
    expect((await entries()).slice(0, 3)).toEqual([
      "changed Acme, employees: 2 → 3",
      "changed Acme, employees: 1 → 2",
      "changed Acme, employees: null → 1",
    ]);
    const sale = await createOpportunity(admin, { name: "Sale", accountId: account.id });
    const { version } = await opportunityOperations.update(admin, { id: sale.id, version: 1, description: "One" });
    const stage = firm.pipeline.stages.find(({ type, id }) => type === "open" && id !== sale.stageId);
    await moveOpportunity(admin, { id: sale.id, stageId: stage?.id ?? "" });
    await opportunityOperations.update(admin, { id: sale.id, version: version + 1, description: "Two" });
    const own = await listTimeline(admin, { entity: "opportunity", id: sale.id });
    expect(own.rows.map(({ verb }) => verb)).toEqual(["changed", "moved", "changed", "created"]);
  });
});

describe("pages", () => {
  test("give each entry once and whole, also where acts on other records lie between its edits", async () => {
    const sales = [];
    for (const name of ["One", "Two"]) sales.push(await createOpportunity(admin, { name, accountId: account.id }));
    for (let round = 1; round <= 3; round++) {
      await edit({ employees: round });
      for (const sale of sales)
        await opportunityOperations.update(admin, { id: sale.id, version: round, probability: round });
    }
    const whole = await timelineOf();
    expect(whole.nextCursor).toBeNull();
    expect(whole.rows.map(described)).toEqual([
      "changed Two, probability: null → 3",
      "changed One, probability: null → 3",
      "changed Acme, employees: null → 3",
      expect.stringMatching(/^created Two/),
      expect.stringMatching(/^created One/),
      expect.stringMatching(/^created Acme/),
    ]);
    for (const limit of [1, 2, 3, 4]) expect(await paged(limit)).toEqual(whole.rows);
  });

  test("show an entry whole whose edits go on past what is read at once", async () => {
    for (let employees = 1; employees <= 75; employees++) await edit({ employees });
    const page = await timelineOf({ limit: 1 });
    expect(page.rows.map(described)).toEqual(["changed Acme, employees: null → 75"]);
    expect((await paged(1)).map(({ verb }) => verb)).toEqual(["changed", "created"]);
  });

  test("say nothing of a field that the reader may not see", async () => {
    await edit({ industry: "Energy" });
    await edit({ employees: 7 });
    const member = await firm.workspace.join("member");
    const reader = await firm.workspace.as(member, { hiddenFields: { account: ["employees"] } });
    expect((await entries(reader))[0]).toBe("changed Acme, industry: Retail → Energy");
  });
});
