// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { getSupportAccess, setSupportAccess } from "@/modules/platform/operator/support/operations/consent";
import { decideSupport } from "@/modules/platform/operator/support/operations/sessions";
import { openSupport, startSupport, stopSupport } from "@/modules/platform/operator/support/staff/operations";
import { tokenHash } from "@/server/crypto";
import { newId } from "@/server/new-id";
import { testWorkspace } from "../ctx";
import { adminQuery } from "../db";
import { newStaff, requestIn, signInAs, signInAsStaff, staffRequestOf } from "../identity";
import { rest, signedIn, withSession } from "../tenancy/doors";
import { codeOf, consent, inside, logOf, open, type SupportSite, session, stop, supportSite, wishOf } from "./site";

let site: SupportSite;
beforeAll(async () => {
  site = await supportSite();
});

const sessions = () => adminQuery("select id, staff_id, started_at, ended_at from support_sessions order by id");

describe("consent", () => {
  test("staff find nothing without a session, and wait where they must ask", async () => {
    const { owner, boss, staff } = site;
    await consent(site, "ask");
    expect(await codeOf(inside(site))).toBe("NOT_FOUND");
    const { id, state } = await open(site);
    expect(state).toBe("asked");
    expect(await codeOf(inside(site))).toBe("NOT_FOUND");
    await decideSupport(owner, { id, allow: true });
    await startSupport(await staffRequestOf(staff.token), { id });
    const ctx = await inside(site);
    expect(ctx.actor).toMatchObject({ type: "staff", asMemberId: boss.id, readOnly: true, name: staff.person.name });
    await stop(site, id);
    expect(await codeOf(inside(site))).toBe("NOT_FOUND");
    const told = await adminQuery("select name from events where entity_id = $1 order by id", [id]);
    expect(told.map(({ name }) => name)).toEqual(
      ["asked", "allowed", "started", "ended"].map((verb) => `supportSession.${verb}`),
    );
  });

  test("a window covers its scope only, and its end is the end of the session", async () => {
    const { owner } = site;
    await consent(site, "until");
    expect((await open(site, true)).state).toBe("asked");
    const { id } = await open(site);
    const { version } = await getSupportAccess(owner, {});
    const endsAt = new Date(Date.now() + 60_000).toISOString();
    await setSupportAccess(owner, { mode: "until", endsAt, write: false, version });
    const [row] = await adminQuery<{ same: boolean }>(
      "select expires_at = $2::timestamptz as same from support_sessions where id = $1",
      [id, endsAt],
    );
    expect(row?.same).toBe(true);
    await stop(site, id);
  });

  test("a session belongs to one browser, and a member of a workspace cannot be staff", async () => {
    const { boss, staff, workspace } = site;
    const id = await session(site);
    const other = await signInAsStaff(staff.person);
    expect(await codeOf(requestIn(other, workspace.tenant.slug))).toBe("NOT_FOUND");
    await stop(site, id);
    const both = "insert into staff (user_id, role) values ($1, 'support')";
    await expect(adminQuery(both, [boss.userId])).rejects.toThrow("cannot be staff");
    const member = "update members set user_id = $1 where id = $2";
    await expect(adminQuery(member, [staff.person.userId, boss.id])).rejects.toThrow("cannot be a member");
  });
});

describe("refused, and noted in the platform's log", () => {
  type Wish = ReturnType<typeof wishOf>;
  const asks: [string, string, (wish: Wish) => object | Promise<object>][] = [
    ["a ticket of 10,000 characters", "VALIDATION", () => ({ ticket: "x".repeat(10_000) })],
    ["61 minutes", "VALIDATION", () => ({ minutes: 61 })],
    ["an unknown workspace", "NOT_FOUND", () => ({ workspaceId: newId() })],
    ["an unknown member", "FORBIDDEN", () => ({ memberId: newId() })],
    [
      "another account of staff in the place of a member",
      "FORBIDDEN",
      async () => ({ memberId: (await newStaff()).person.userId }),
    ],
    ["a suspended workspace", "FORBIDDEN", () => inState("status = 'suspended'")],
    [
      "a deleted workspace",
      "NOT_FOUND",
      () => inState("deletion_asked_at = now() - interval '15 days', deletion_due_at = now() - interval '1 day'"),
    ],
  ];

  /** Another workspace, which allows everything, in this state. */
  async function inState(set: string): Promise<object> {
    const other = await testWorkspace();
    const boss = await other.join("owner");
    await consent({ ...site, owner: await other.as(boss) }, "until");
    await adminQuery(`update tenants set ${set} where id = $1`, [other.tenant.id]);
    return { workspaceId: other.tenant.id, memberId: boss.id };
  }

  test.each(asks)("staff who ask with %s", async (_name, code, change) => {
    await consent(site, "until");
    const staff = await newStaff();
    const wish = { ...wishOf(site), ...(await change(wishOf(site))) };
    const before = await sessions();
    expect(await codeOf(openSupport(await staffRequestOf(staff.token), wish as never))).toBe(code);
    expect(await sessions()).toEqual(before);
    const [{ name } = { name: null }] = await adminQuery("select name from tenants where id = $1", [wish.workspaceId]);
    expect(await logOf(staff)).toEqual([
      { name: "staff.refused", workspace: name, code, reason: expect.stringMatching(/\S/) },
    ]);
  });

  test("staff whom the workspace never allows", async () => {
    const staff = await newStaff();
    await consent(site, "never");
    const before = await sessions();
    expect(await codeOf(open(site, false, staff))).toBe("FORBIDDEN");
    expect(await sessions()).toEqual(before);
    expect(await logOf(staff)).toMatchObject([
      { name: "staff.refused", workspace: site.workspace.tenant.name, reason: expect.stringContaining("not allow") },
    ]);
  });

  test("a start that nobody has allowed, one that was refused, and one of somebody else", async () => {
    const [staff, other] = [await newStaff(), await newStaff()];
    await consent(site, "ask");
    const { id } = await open(site, false, staff);
    const start = async ({ token } = staff) => codeOf(startSupport(await staffRequestOf(token), { id }));
    expect([await start(), await start(other)]).toEqual(["CONFLICT", "NOT_FOUND"]);
    expect(await codeOf(stopSupport(await staffRequestOf(other.token), { id }))).toBe("NOT_FOUND");
    await decideSupport(site.owner, { id, allow: false });
    expect(await start()).toBe("CONFLICT");
    expect(await adminQuery("select started_at from support_sessions where id = $1", [id])).toEqual([
      { started_at: null },
    ]);
    expect((await logOf(staff)).map(({ name }) => name)).toEqual(["staff.refused", "staff.refused", "support.asked"]);
    expect((await logOf(other)).map(({ code }) => code)).toEqual(["NOT_FOUND", "NOT_FOUND"]);
  });

  test("a session without a second factor", async () => {
    const staff = await newStaff();
    const bare = { ...staff, token: await signInAs(staff.person) };
    await adminQuery("update sessions set factor_at = null where token_hash = $1", [tokenHash(bare.token)]);
    expect(await codeOf(open(site, false, bare))).toBe("FORBIDDEN");
    expect(await logOf(staff)).toMatchObject([{ name: "staff.refused", reason: expect.stringContaining("factor") }]);
  });

  test("a request into the workspace without a session of support, once a minute; of others it says nothing", async () => {
    const staff = await newStaff();
    const headers = await withSession(staff.token, site.workspace.tenant.slug);
    for (const path of ["/accounts", "/contacts"])
      expect(await rest("GET", path, headers)).toMatchObject({ status: 404, code: "NOT_FOUND" });
    await expect.poll(() => logOf(staff)).toMatchObject([{ workspace: site.workspace.tenant.name, code: "NOT_FOUND" }]);
    const stranger = await (await testWorkspace()).join("owner");
    const foreign = await signedIn(stranger, site.workspace.tenant.slug);
    expect((await rest("GET", "/accounts", foreign)).status).toBe(404);
    expect(await adminQuery("select 1 from staff_events where staff_id = $1", [stranger.userId])).toEqual([]);
  });
});
