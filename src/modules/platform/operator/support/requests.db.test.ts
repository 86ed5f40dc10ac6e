import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { type Ctx, createCtx } from "@/server/context";
import { toAppError } from "@/server/errors";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery, howManyWait } from "@/test/db";
import { hold } from "@/test/hold";
import { newStaff, staffRequestOf } from "@/test/identity";
import { supportHistory } from "../staff/operations/workspace-parts";
import { getSupportAccess, setSupportAccess } from "./operations/consent";
import { decideSupport, listSupportSessions } from "./operations/sessions";
import { listMySupport, openSupport, startSupport, stopSupport } from "./staff/operations";

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
let staff: Awaited<ReturnType<typeof newStaff>>;
beforeEach(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
  staff = await newStaff();
});

const atConsole = (who = staff) => staffRequestOf(who.token);
const open = async (who = staff) =>
  openSupport(await atConsole(who), {
    workspaceId: workspace.tenant.id,
    memberId: boss.id,
    reason: "Counts differ",
    ticket: "4821",
    minutes: 15,
    write: false,
  });
const take = async (id: string) => stopSupport(await atConsole(), { id });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => toAppError(error, "").code,
  );
const rows = () => adminQuery("select * from support_sessions where tenant_id = $1 order by id", [workspace.tenant.id]);
const age = (column: string, interval: string) =>
  adminQuery(`update support_sessions set ${column} = now() - $2::interval where tenant_id = $1`, [
    workspace.tenant.id,
    interval,
  ]);
const stateNow = async () => (await listSupportSessions(owner, {})).rows[0]?.state;

describe("requests to open a workspace", () => {
  test("a person of the staff has one open at a time, also where two come at once; another person has their own", async () => {
    await using held = await hold("lock table support_sessions in share mode");
    const both = [codeOf(open()), codeOf(open())];
    await expect.poll(howManyWait).toBe(2);
    await held.release();
    expect((await Promise.all(both)).toSorted()).toEqual(["CONFLICT", "done"]);
    expect(await rows()).toHaveLength(1);
    expect(await codeOf(open(await newStaff()))).toBe("done");
  });

  test("the next one is possible when the first is taken back or refused, and not while it is allowed", async () => {
    const first = await open();
    await take(first.id);
    const second = await open();
    await decideSupport(owner, { id: second.id, allow: false });
    const third = await open();
    await decideSupport(owner, { id: third.id, allow: true });
    expect(await codeOf(open())).toBe("CONFLICT");
    expect(await rows()).toHaveLength(3);
  });

  test("ten in 24 hours, sessions by a window among them; then none before the first is a day old", async () => {
    for (let nth = 0; nth < 5; nth++) await take((await open()).id);
    const endsAt = new Date(Date.now() + 86_400_000).toISOString();
    await setSupportAccess(owner, { mode: "until", write: false, endsAt, version: 0 });
    for (let nth = 0; nth < 5; nth++) await open();
    const before = await rows();
    const refused = open();
    await expect(refused).rejects.toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("10 times") });
    expect(await rows()).toEqual(before);
    expect(await codeOf(open(await newStaff()))).toBe("done");
    await age("asked_at", "24 hours 1 second");
    expect(await codeOf(open())).toBe("done");
  });

  test("one that nobody answers ends after seven days, for both sides, and another can be made", async () => {
    const { id } = await open();
    await age("asked_at", "6 days 23 hours");
    expect(await stateNow()).toBe("asked");
    await age("asked_at", "7 days 1 second");
    expect(await stateNow()).toBe("ended");
    expect((await listMySupport(await atConsole(), {})).map(({ state }) => state)).toEqual(["ended"]);
    const [past] = await supportHistory(await atConsole(), { id: workspace.tenant.id });
    expect(past).toMatchObject({ startedAt: null, endedAt: expect.any(String) });
    const before = await rows();
    expect(await codeOf(decideSupport(owner, { id, allow: true }))).toBe("CONFLICT");
    expect(await codeOf(startSupport(await atConsole(), { id }))).toBe("CONFLICT");
    expect(await rows()).toEqual(before);
    expect(await codeOf(open())).toBe("done");
  });

  test("an allowed one that nobody began ends after a day, and another can be made", async () => {
    const { id } = await open();
    const state = async () => (await supportHistory(await atConsole(), { id: workspace.tenant.id }))[0]?.state;
    expect(await state()).toBe("asked");
    await decideSupport(owner, { id, allow: true });
    expect(await state()).toBe("allowed");
    await age("allowed_at", "24 hours 1 second");
    expect(await codeOf(startSupport(await atConsole(), { id }))).toBe("CONFLICT");
    expect(await codeOf(open())).toBe("done");
  });
});

describe("without a fresh proof of who they are", () => {
  /** A request of the owner, whose session proved nothing lately. */
  const stale = () => {
    const session = { sessionId: boss.id, factorAt: null, confirmedAt: null };
    if (owner.actor.type !== "user") throw new Error("The owner is a person.");
    return createCtx({ ...owner, actor: { ...owner.actor, ...session } });
  };
  const asks = { code: "FORBIDDEN", details: { reason: "confirm" } };

  test("people refuse a request, and allow none", async () => {
    const { id } = await open();
    await expect(decideSupport(stale(), { id, allow: true })).rejects.toMatchObject(asks);
    expect(await stateNow()).toBe("asked");
    expect((await decideSupport(stale(), { id, allow: false })).state).toBe("refused");
  });

  test("people end all access, and open none", async () => {
    const endsAt = new Date(Date.now() + 86_400_000).toISOString();
    for (const wider of [
      { mode: "until", endsAt, write: false, version: 0 },
      { mode: "ask", write: false, version: 0 },
    ] as const)
      await expect(setSupportAccess(stale(), wider)).rejects.toMatchObject(asks);
    expect(await getSupportAccess(owner, {})).toMatchObject({ version: 0 });
    expect(await setSupportAccess(stale(), { mode: "never", write: false, version: 0 })).toMatchObject({
      mode: "never",
    });
  });
});
