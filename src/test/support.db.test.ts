import "@/registry/parts";
import { beforeAll, describe, expect, test } from "vitest";
import { POST } from "@/app/api/imports/[importId]/files/route";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { changeRole } from "@/modules/platform/members/operations/roles";
import { authorizeChannel } from "@/modules/platform/realtime/operations";
import { getSupportAccess, setSupportAccess } from "@/modules/platform/support/operations/consent";
import { tellEnds } from "@/modules/platform/support/operations/ending";
import { decideSupport, endSupport, listSupportSessions } from "@/modules/platform/support/operations/sessions";
import { supportTranscript } from "@/modules/platform/support/operations/transcript";
import { openSupport, startSupport, stopSupport } from "@/modules/platform/support/staff/operations";
import { operations } from "@/registry/operations";
import type { Ctx } from "@/server/context";
import { tokenHash } from "@/server/crypto";
import { toAppError } from "@/server/errors";
import { newId } from "@/server/new-id";
import type { AnyOperation, AnyTenantOperation } from "@/server/operation";
import { allowedCases } from "./allowed-cases";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { adminQuery, howManyWait } from "./db";
import { fillWorkspace, fingerprintOf } from "./full-workspace";
import { hold } from "./hold";
import { newStaff, requestIn, signInAs, signInAsStaff, staffRequestOf } from "./identity";
import { entityOf, sampleInput } from "./sample-input";
import { call, rest, withSession } from "./tenancy/doors";

type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;

let workspace: TestWorkspace;
let boss: TestMember;
let owner: Ctx;
let staff: Awaited<ReturnType<typeof newStaff>>;
let ids: Record<string, string>;
beforeAll(async () => {
  workspace = await testWorkspace();
  boss = await workspace.join("owner");
  owner = await workspace.as(boss);
  ids = (await fillWorkspace(owner)).ids;
  staff = await newStaff();
});

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const asked = () => ({
  workspaceId: workspace.tenant.id,
  memberId: boss.id,
  reason: "Counts differ",
  ticket: "4821",
  minutes: 30 as const,
  write: false,
});
const consent = async (mode: "never" | "ask" | "until", write = false) => {
  const { version } = await getSupportAccess(owner, {});
  await setSupportAccess(owner, { mode, write, version, ...(mode === "until" ? { endsAt: hours(48) } : {}) });
};
const open = async (write = false, who = staff) => openSupport(await staffRequestOf(who.token), { ...asked(), write });
const inWorkspace = (who = staff) => requestIn(who.token, workspace.tenant.slug);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => toAppError(error, "").code,
  );

/** All rows of the workspace but what every request of staff writes: its events. */
async function rows(): Promise<string> {
  const sql = await fingerprintOf(workspace.tenant.id, ["events", "event_subjects", "event_deliveries"]);
  return (await adminQuery<{ hash: string }>(sql))[0]?.hash ?? "";
}

describe("consent", () => {
  test("staff find nothing without a session, and wait where they must ask", async () => {
    await consent("ask");
    expect(await codeOf(inWorkspace())).toBe("NOT_FOUND");
    const { id, state } = await open();
    expect(state).toBe("asked");
    expect(await codeOf(inWorkspace())).toBe("NOT_FOUND");
    expect(await codeOf(startSupport(await staffRequestOf(staff.token), { id }))).toBe("CONFLICT");
    await decideSupport(owner, { id, allow: true });
    await startSupport(await staffRequestOf(staff.token), { id });
    const ctx = await inWorkspace();
    expect(ctx.actor).toMatchObject({ type: "staff", asMemberId: boss.id, readOnly: true, name: staff.person.name });
    await stopSupport(await staffRequestOf(staff.token), { id });
    expect(await codeOf(inWorkspace())).toBe("NOT_FOUND");
    const told = await adminQuery("select name from events where entity_id = $1 order by id", [id]);
    expect(told.map(({ name }) => name)).toEqual(
      ["asked", "allowed", "started", "ended"].map((verb) => `supportSession.${verb}`),
    );
  });

  test("a refused request cannot start, and never refuses all and says so in the log of the platform", async () => {
    await consent("ask");
    const { id } = await open();
    await decideSupport(owner, { id, allow: false });
    expect(await codeOf(startSupport(await staffRequestOf(staff.token), { id }))).toBe("CONFLICT");
    await consent("never");
    expect(await codeOf(open())).toBe("FORBIDDEN");
    const log = "select name from staff_events where staff_id = $1 order by at desc limit 1";
    expect(await adminQuery(log, [staff.person.userId])).toEqual([{ name: "support.refused" }]);
    expect(await codeOf(inWorkspace())).toBe("NOT_FOUND");
  });

  test("a window covers its scope only, and its end is the end of the session", async () => {
    await consent("until");
    expect((await open(true)).state).toBe("asked");
    const { id } = await open(false);
    const { version } = await getSupportAccess(owner, {});
    const endsAt = new Date(Date.now() + 60_000).toISOString();
    await setSupportAccess(owner, { mode: "until", endsAt, write: false, version });
    const [row] = await adminQuery<{ same: boolean }>(
      "select expires_at = $2::timestamptz as same from support_sessions where id = $1",
      [id, endsAt],
    );
    expect(row?.same).toBe(true);
    await stopSupport(await staffRequestOf(staff.token), { id });
  });

  test("a session belongs to one browser, and a member of a workspace cannot be staff", async () => {
    await consent("until");
    const { id } = await open();
    const other = { ...staff, token: await signInAsStaff(staff.person) };
    expect(await codeOf(inWorkspace(other))).toBe("NOT_FOUND");
    await stopSupport(await staffRequestOf(staff.token), { id });
    const both = "insert into staff (user_id, role) values ($1, 'support')";
    await expect(adminQuery(both, [boss.userId])).rejects.toThrow("cannot be staff");
    const member = "update members set user_id = $1 where id = $2";
    await expect(adminQuery(member, [staff.person.userId, boss.id])).rejects.toThrow("cannot be a member");
  });

  test.each([
    ["a long ticket", { ticket: "x".repeat(10_000) }, "VALIDATION"],
    ["61 minutes", { minutes: 61 }, "VALIDATION"],
    ["an unknown workspace", { workspaceId: newId() }, "NOT_FOUND"],
    ["an unknown member", { memberId: newId() }, "FORBIDDEN"],
  ])("staff cannot ask with %s", async (_name, wrong, code) => {
    await consent("until");
    const ctx = await staffRequestOf(staff.token);
    const count = "select count(*)::int as n from support_sessions where tenant_id = $1";
    const before = await adminQuery(count, [workspace.tenant.id]);
    expect(await codeOf(openSupport(ctx, { ...asked(), ...wrong } as never))).toBe(code);
    expect(await adminQuery(count, [workspace.tenant.id])).toEqual(before);
  });
});

test("the console refuses a session without a second factor", async () => {
  const bare = { ...staff, token: await signInAs(staff.person) };
  await adminQuery("update sessions set factor_at = null where token_hash = $1", [tokenHash(bare.token)]);
  expect(await codeOf(open(false, bare))).toBe("FORBIDDEN");
});

describe("the end of a session", () => {
  const ends: [string, () => Promise<unknown>][] = [
    ["the owner ends it", async () => endSupport(owner, { id: (await newest()).id })],
    ["the workspace allows nothing any more", () => consent("never")],
    [
      "its time is over",
      () => move("expires_at = now() - interval '1 second', started_at = now() - interval '31 minutes'"),
    ],
    ["the workspace is suspended", () => suspend("suspended")],
    ["its member leaves", () => adminQuery("update members set status = 'removed' where id = $1", [boss.id])],
    [
      "the staff account is suspended",
      () => adminQuery("update staff set suspended_at = now() where user_id = $1", [staff.person.userId]),
    ],
    [
      "staff sign out",
      () => adminQuery("update sessions set revoked_at = now() where user_id = $1", [staff.person.userId]),
    ],
  ];
  const newest = async () => (await listSupportSessions(owner, {})).rows[0] ?? { id: "" };
  const move = (set: string) =>
    adminQuery(`update support_sessions set ${set} where staff_id = $1 and ended_at is null`, [staff.person.userId]);
  const suspend = (status: string) =>
    adminQuery("update tenants set status = $2 where id = $1", [workspace.tenant.id, status]);

  test.each(ends)("%s: also in the middle of a change, of which nothing stays", async (_name, end) => {
    staff = await newStaff();
    await consent("until", true);
    const { id } = await open(true);
    const ctx = await inWorkspace();
    const name = `Halfway ${newId()}`;
    const before = await rows();
    await using held = await hold("lock table accounts in share mode");
    const change = codeOf(accountOperations.create(ctx, { name }));
    await expect.poll(howManyWait, { timeout: 20_000 }).toBe(1);
    await end();
    await held.release();
    expect(await change).toBe("FORBIDDEN");
    expect(await adminQuery("select id from accounts where name = $1", [name])).toEqual([]);
    expect(await codeOf(accountOperations.list(ctx, {}))).toBe("FORBIDDEN");
    expect(await codeOf(inWorkspace())).not.toBe("done");
    await suspend("active");
    await adminQuery("update members set status = 'active' where id = $1", [boss.id]);
    expect(before).not.toBe("");
    await tellEnds(workspace.system, new Date());
    const told = "select count(*)::int as n from events where entity_id = $1 and name = 'supportSession.ended'";
    expect(await adminQuery(told, [id])).toEqual([{ n: 1 }]);
  });
});

describe("every operation in a session of support", () => {
  const all = Object.entries(operations as unknown as Record<string, AnyOperation>).filter(
    (entry): entry is [string, AnyTenantOperation] => entry[1].realm === "tenant",
  );
  /** Written by hand: what the product may let staff change, where the workspace allows it. */
  const mayWrite = (operation: AnyTenantOperation) =>
    operation.module !== "platform" && !operation.permission.endsWith(":delete") && operation.staff !== "never";

  async function ask(name: string, operation: AnyTenantOperation, ctx: Ctx): Promise<string> {
    const sample = sampleInput(operation, {
      optional: false,
      idOf: (field, of) => ids[entityOf(field, of) ?? ""],
    });
    const more = allowedCases[name]?.input?.(ids, ctx);
    return await codeOf((operation as unknown as Callable)(ctx, { ...(sample as object), ...more }));
  }

  test("reading only: each change is refused and changes nothing", async () => {
    staff = await newStaff();
    await consent("until");
    const { id } = await open();
    const before = await rows();
    for (const [name, operation] of all)
      if (operation.kind === "mutation" && operation.staff !== "read")
        expect([name, await ask(name, operation, await inWorkspace())]).toEqual([name, "FORBIDDEN"]);
    expect(await rows()).toBe(before);
    await stopSupport(await staffRequestOf(staff.token), { id });
  });

  test("reading and writing: what concerns the workspace itself stays closed, and what is secret", async () => {
    await consent("until", true);
    const { id } = await open(true);
    const before = await rows();
    const closed = all.filter(
      ([, operation]) => operation.staff === "never" || (operation.kind === "mutation" && !mayWrite(operation)),
    );
    expect(closed.length).toBeGreaterThan(60);
    for (const [name, operation] of closed)
      expect([name, await ask(name, operation, await inWorkspace())]).toEqual([name, "FORBIDDEN"]);
    expect(await rows()).toBe(before);
    const made = await accountOperations.create(await inWorkspace(), { name: "Made by support" });
    const event =
      "select actor_member_id, impersonator_id from events where entity_id = $1 and name = 'account.created'";
    expect(await adminQuery(event, [made.id])).toEqual([
      { actor_member_id: boss.id, impersonator_id: staff.person.userId },
    ]);
    const { session, lines } = await supportTranscript(owner, { id });
    expect(session).toMatchObject({ changed: 1, staff: staff.person.name });
    expect(lines.some(({ kind, text }) => kind === "changed" && text.includes("Made by support"))).toBe(true);
    await stopSupport(await staffRequestOf(staff.token), { id });
  });

  test("the names that may never be open to staff are closed in the registry", () => {
    const never = [
      "createApiKey",
      "revokeApiKey",
      "changeRole",
      "setGrant",
      "removeMember",
      "inviteMembers",
      "setVisibility",
      "updateWorkspace",
      "setSupportAccess",
      "openCheckout",
    ];
    const shut = all.filter(
      ([, operation]) =>
        operation.staff === "never" || (operation.kind === "mutation" && operation.module === "platform"),
    );
    const names = shut.map(([name]) => name);
    expect(never.filter((name) => !names.includes(name) && name in operations)).toEqual([]);
    expect(changeRole.module).toBe("platform");
  });

  test("tRPC, REST, uploads and channels are the same door", async () => {
    await consent("until");
    const { id } = await open();
    const headers = await withSession(staff.token, workspace.tenant.slug);
    const before = await rows();
    expect((await call("query", "accounts.list", headers, {})).status).toBe(200);
    expect((await rest("GET", "/accounts", headers)).status).toBe(200);
    const answers = await Promise.all([
      call("mutation", "accounts.create", headers, { name: "No" }),
      call("query", "apiKeys.list", headers, {}),
      rest("POST", "/accounts", headers, { name: "No" }),
      rest("DELETE", `/accounts/${ids.account}`, headers),
      POST(
        new Request(`http://localhost:3000/api/imports/${ids.import}/files?name=a.csv`, {
          method: "POST",
          headers,
          body: "name\nA",
        }),
        {
          params: Promise.resolve({ importId: ids.import ?? "" }),
        },
      ),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    const socket = { socket_id: "1.2", channel_name: `private-workspace-${workspace.tenant.id}` };
    expect(await codeOf(authorizeChannel(await inWorkspace(), socket as never))).toBe("FORBIDDEN");
    expect(await rows()).toBe(before);
    const { lines } = await supportTranscript(owner, { id });
    expect(lines.filter(({ kind }) => kind === "opened").map(({ text }) => text)).toContain("Opened accounts");
    await stopSupport(await staffRequestOf(staff.token), { id });
  });
});
