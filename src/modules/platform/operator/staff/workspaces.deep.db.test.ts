import { addDays } from "date-fns";
import { beforeAll, describe, expect, it } from "vitest";
import { entitlementsAt, paidStates, type Subscription, subscriptionStates } from "@/lib/entitlements";
import { nounEntities } from "@/lib/nouns/all";
import { planKeys } from "@/lib/plans";
import { tenantById } from "@/server/access";
import type { StaffCtx } from "@/server/staff/staff-ctx";
import { record } from "@/server/usage/record";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, freshDatabase } from "@/test/db";
import { nodesOf, type Plan } from "@/test/plans";
import { newStaff } from "@/test/staff";
import { parkEvent } from "@/test/staff-cases";
import { getWorkspace } from "./operations/get-workspace";
import { countWorkspaces, listWorkspaces } from "./operations/list-workspaces";
import { getHealth } from "./operations/platform";
import { planSql, standingSql } from "./operations/standing-sql";
import { supportHistory, workspaceMembers, workspaceUsage } from "./operations/workspace-parts";
import { pageSql } from "./operations/workspaces-sql";
import { workspaceSorts } from "./schema";

let staff: StaffCtx;
beforeAll(async () => {
  staff = await (await newStaff("support")).ctx();
});

/** Workspaces whose name begins with a word that no other test uses. */
async function named(...names: string[]): Promise<TestWorkspace[]> {
  const made: TestWorkspace[] = [];
  for (const name of names) {
    const workspace = await testWorkspace();
    await workspace.system.db.tenant.updateMany({ data: { name } });
    made.push(workspace);
  }
  return made;
}

const idsOf = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id);

describe("the list of workspaces", () => {
  it("finds by name, address and the e-mail address of a member, and takes signs literally", async () => {
    const [harbour, other] = await named("Harbourwide 50%", "Harbourwide 500");
    const member = await harbour?.join("member");
    const one = async (q: string) => idsOf(await listWorkspaces(staff, { q }));
    expect(await one("harbourWIDE")).toEqual([harbour?.tenant.id, other?.tenant.id]);
    expect(await one("wide 50%")).toEqual([harbour?.tenant.id]);
    expect(await one(other?.tenant.slug ?? "")).toEqual([other?.tenant.id]);
    expect(await one(member?.email.toUpperCase() ?? "")).toEqual([harbour?.tenant.id]);
    expect(await one("nobody-has@this.example")).toEqual([]);
  });

  it.each(workspaceSorts)("walks every page once in the order %s", async (sort) => {
    const word = `Ordered ${sort}`;
    const made = await named(`${word} b`, `${word} a`, `${word} a`, `${word} c`);
    await made[1]?.join("owner");
    await made[1]?.system.db.member.updateMany({ data: { lastActiveAt: new Date() } });
    const all = idsOf(await listWorkspaces(staff, { q: word, sort }));
    expect(all.toSorted()).toEqual(made.map(({ tenant }) => tenant.id).toSorted());
    if (sort === "activity") expect(all[0]).toBe(made[1]?.tenant.id);
    if (sort === "newest") expect(all).toEqual(made.map(({ tenant }) => tenant.id).toReversed());
    const walked: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await listWorkspaces(staff, { q: word, sort, limit: 1, ...(cursor ? { cursor } : {}) });
      walked.push(...idsOf(page));
      more = page.nextCursor !== null;
      cursor = page.nextCursor ?? undefined;
    }
    expect(walked).toEqual(all);
    await expect(listWorkspaces(staff, { cursor: "e30" })).rejects.toMatchObject({ code: "VALIDATION" });
  });

  it("shows plan, seats, activity, records and alerts, and counts each state", async () => {
    const [fine, late, trying, shut] = await named("Stated a", "Stated b", "Stated c", "Stated d");
    await fine?.join("owner");
    await adminQuery(
      "insert into search_documents (tenant_id, entity, id, archived, changed_at, text) values ($1, $2, gen_random_uuid(), false, now(), '')",
      [fine?.tenant.id, nounEntities[0]],
    );
    await late?.system.db.subscription.updateMany({ data: { pastDueSince: addDays(new Date(), -3), seats: 15 } });
    await trying?.system.db.subscription.updateMany({
      data: { plan: "trial", state: "none", trialEndsAt: addDays(new Date(), 1) },
    });
    await shut?.system.db.tenant.updateMany({ data: { status: "suspended", suspendedReason: "Spam" } });
    if (shut) await parkEvent(shut.system);
    await fine?.system.db.supportAccess.create({ data: { mode: "until", endsAt: addDays(new Date(), 1) } });
    const { rows } = await listWorkspaces(staff, { q: "Stated" });
    expect(rows).toEqual([
      expect.objectContaining({
        plan: "enterprise",
        standing: "active",
        seats: { used: 1, most: null },
        activeMembers: 0,
        records: { count: 1, more: false },
        alerts: [],
      }),
      expect.objectContaining({ standing: "past_due", alerts: ["unpaid"], seats: { used: 0, most: 15 } }),
      expect.objectContaining({ plan: "trial", standing: "trial", alerts: ["trialEnds"], seats: { used: 0, most: 5 } }),
      expect.objectContaining({ standing: "suspended", suspendedReason: "Spam", alerts: ["parked"] }),
    ]);
    const counts = await countWorkspaces(staff, { q: "Stated" });
    expect(counts).toEqual({ all: 4, trial: 1, past_due: 1, suspended: 1, ending: 0, alerts: 3, access: 1 });
    for (const [show, ids] of [
      ["trial", [trying]],
      ["past_due", [late]],
      ["suspended", [shut]],
      ["alerts", [late, trying, shut]],
      ["access", [fine]],
    ] as const)
      expect(idsOf(await listWorkspaces(staff, { q: "Stated", show })), show).toEqual(ids.map((one) => one?.tenant.id));
    expect(idsOf(await listWorkspaces(staff, { q: "Stated", plan: "trial" }))).toEqual([trying?.tenant.id]);
  });
});

it.each([
  ["name", "tenants_name_idx"],
  ["newest", "tenants_created_at_id_idx"],
] as const)("reads a page in the order %s along the index %s, and no other workspace", async (sort, index) => {
  await using database = await freshDatabase();
  await database.query(`
    set session_replication_role = replica;
    insert into tenants (id, slug, name, currency, locale, time_zone, updated_at, created_at)
      select gen_random_uuid(), 'firm-' || n, 'Firm ' || n, 'USD', 'en-US', 'UTC', now(), now() - n * interval '1 minute'
      from generate_series(1, 5000) n;
    insert into subscriptions (id, tenant_id, plan, state, updated_at)
      select gen_random_uuid(), id, 'professional', 'active', now() from tenants;
    set session_replication_role = origin;
    analyze`);
  const first = sort === "name" ? "" : "infinity";
  const edge = "00000000-0000-0000-0000-000000000000";
  const plan = await database.query<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (format json, analyze) ${pageSql(sort)}`,
    [...[null, null, null, "all", first, edge, 51], nounEntities],
  );
  const nodes = nodesOf(plan[0]?.["QUERY PLAN"][0].Plan as Plan);
  const read = nodes.filter((node) => node["Relation Name"] === "tenants");
  expect(read.map((node) => node["Index Name"])).toEqual([index]);
  expect(read[0]?.["Actual Rows"]).toBe(51);
});

it("marks workspaces that are to be deleted, and those whose deletion is overdue", async () => {
  const [waiting, due, late, held] = await named("Ended a", "Ended b", "Ended c", "Ended d");
  const ends = async (workspace: TestWorkspace | undefined, hours: number, status = "active") => {
    const deletionDueAt = new Date(Date.now() + hours * 3_600_000);
    const data = { status, deletionDueAt, deletionAskedAt: addDays(deletionDueAt, -14) };
    await workspace?.system.db.tenant.updateMany({ data });
    return deletionDueAt.toISOString();
  };
  const moments = [await ends(waiting, 48), await ends(due, -23), await ends(late, -25)];
  moments.push(await ends(held, -25, "suspended"));
  const { rows } = await listWorkspaces(staff, { q: "Ended", show: "ending" });
  expect(rows.map(({ deletionDueAt }) => deletionDueAt)).toEqual(moments);
  expect(rows.map(({ alerts }) => alerts)).toEqual([[], [], ["deletionLate"], []]);
  const { ending, alerts } = await countWorkspaces(staff, { q: "Ended" });
  expect({ ending, alerts }).toEqual({ ending: 4, alerts: 1 });
  for (const [index, workspace] of [waiting, due, late, held].entries())
    expect(await getWorkspace(staff, { id: workspace?.tenant.id ?? "" })).toMatchObject({
      deletionDueAt: moments[index],
      deletionLate: workspace === late,
    });
  const { lateDeletions } = await getHealth(staff, {});
  const ours = new Set([waiting, due, late, held].map((workspace) => workspace?.tenant.id));
  expect(lateDeletions.filter(({ id }) => id && ours.has(id))).toEqual([
    { id: late?.tenant.id, name: "Ended c", dueAt: moments[2] },
  ]);
});

it("plan and standing in SQL are those of entitlementsAt, for every combination of facts", async () => {
  await using database = await freshDatabase();
  const now = new Date();
  const moments = [null, addDays(now, -45), addDays(now, -20), addDays(now, 5)];
  const combinations = planKeys.flatMap((plan) =>
    subscriptionStates.flatMap((state) =>
      moments.flatMap((trialEndsAt) =>
        moments
          .slice(0, 3)
          .flatMap((pastDueSince) =>
            [undefined, "starter", "enterprise"].flatMap((override) =>
              ["active", "suspended"].map((status) => ({ plan, state, trialEndsAt, pastDueSince, override, status })),
            ),
          ),
      ),
    ),
  );
  const rows = await database.query<{ n: number; plan: string; standing: string }>(
    `with given as (select row_number() over () as n, f.* from jsonb_to_recordset($1::jsonb)
        as f(plan text, state text, "trialEndsAt" timestamptz, "pastDueSince" timestamptz, override text, status text)),
      tenants as (select n as id, status from given),
      subscriptions as (select n as tenant_id, plan, state, "trialEndsAt" as trial_ends_at, "pastDueSince" as past_due_since from given),
      entitlement_overrides as (select n as tenant_id, 'plan' as key, to_jsonb(override) as value, now() + interval '1 day' as ends_at
        from given where override is not null),
      x as (select t.id, t.status, b.state, b.past_due_since, b.trial_ends_at, ${planSql} as plan
        from tenants t join subscriptions b on b.tenant_id = t.id)
     select x.id::int as n, x.plan, ${standingSql} as standing from x order by x.id`,
    [JSON.stringify(combinations)],
  );
  const wanted = combinations.map(({ override, status, plan, state, trialEndsAt, pastDueSince }, index) => {
    const subscription: Subscription = {
      plan,
      planVersion: null,
      interval: null,
      state,
      seats: null,
      addOns: [],
      trialEndsAt,
      pastDueSince,
      modules: [],
      overrides: override ? [{ key: "plan", value: override, endsAt: addDays(now, 1) }] : [],
    };
    const { plan: now_, standing } = entitlementsAt(subscription, now, status);
    return { n: index + 1, plan: now_, standing };
  });
  expect(wanted.length).toBeGreaterThan(1_000);
  expect([...paidStates].every((state) => combinations.some((one) => one.state === state))).toBe(true);
  expect(rows).toEqual(wanted);
});

describe("the page of a workspace", () => {
  it("shows counts, limits, the open invoice and owners; members without e-mail addresses", async () => {
    const [workspace] = await named("Paged");
    if (!workspace) throw new Error("No workspace.");
    const owner = await workspace.join("owner");
    await workspace.join("viewer");
    await workspace.system.db.invoice.create({
      data: {
        stripeId: "in_1",
        status: "open",
        currency: "USD",
        subtotalMinor: 100n,
        taxMinor: 0n,
        totalMinor: 100n,
        dueMinor: 100n,
        paidMinor: 0n,
        remainingMinor: 100n,
        attempts: 1,
        issuedAt: new Date(),
        periodStart: new Date(),
        periodEnd: new Date(),
      },
    });
    const { id } = workspace.tenant;
    expect(await getWorkspace(staff, { id })).toMatchObject({
      name: "Paged",
      seats: { used: 2, most: null },
      mayTry: false,
      invoice: { open: { amount: 100, currency: "USD" }, pastDue: true },
      counts: { members: 2, invoices: 1, overrides: 0, parked: 0, sessions: 0 },
      people: [{ id: owner.id, name: owner.name, role: "owner" }],
    });
    await record(workspace.system, [
      { meter: "importedRows", quantity: 3, source: "import", key: "rows", memberId: owner.id, at: new Date() },
    ]);
    expect(await workspaceUsage(staff, { id })).toContainEqual(
      expect.objectContaining({ meter: "importedRows", label: "Imported rows", used: 3, limit: null }),
    );
    const first = await workspaceMembers(staff, { id, limit: 1 });
    const next = await workspaceMembers(staff, { id, cursor: first.nextCursor ?? "" });
    expect([...first.rows, ...next.rows].map(({ role }) => role)).toEqual(["owner", "viewer"]);
    expect(JSON.stringify([first, next])).not.toContain("@");
    await expect(getWorkspace(staff, { id: staff.actor.staffId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getWorkspace(staff, { id: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("tells of past support sessions: open, over and refused", async () => {
    const workspace = await testWorkspace();
    const member = await workspace.join("admin");
    const facts = {
      staffId: staff.actor.staffId,
      staffName: "Ruth",
      memberId: member.id,
      reason: "A fault",
      ticket: "7",
    };
    const past = addDays(new Date(), -1);
    const hour = { startedAt: past, expiresAt: new Date(past.getTime() + 3_600_000) };
    for (const more of [hour, { refusedAt: past }])
      await workspace.system.db.supportSession.create({ data: { ...facts, write: false, minutes: 60, ...more } });
    const [refused, over] = await supportHistory(staff, { id: workspace.tenant.id });
    expect(refused).toMatchObject({ state: "refused", startedAt: null, endedAt: null });
    expect(over).toMatchObject({
      staff: "Ruth",
      member: member.name,
      ticket: "7",
      endedAt: hour.expiresAt.toISOString(),
    });
    expect((await tenantById(workspace.tenant.id))?.status).toBe("active");
  });
});
