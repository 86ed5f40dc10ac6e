// @module-tag once

import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { listAudit } from "@/modules/platform/history/audit/operations/list";
import { setTotp } from "@/modules/platform/identity/auth/operations/codes";
import { removeTotp } from "@/modules/platform/identity/auth/operations/factors";
import { notifyEnds } from "@/modules/platform/operator/support/operations/ending";
import { endSupport } from "@/modules/platform/operator/support/operations/sessions";
import { newId } from "@/server/new-id";
import { adminQuery, howManyWait } from "../db";
import { hold } from "../hold";
import { newStaff, requestOf } from "../identity";
import { call, rest } from "../tenancy/doors";
import { codeOf, consent, headersOf, inside, type SupportSite, session, supportSite } from "./site";

let site: SupportSite;
/** The session of the test, with the write scope. */
let id: string;
beforeAll(async () => {
  site = await supportSite();
});
beforeEach(async () => {
  site.staff = await newStaff();
  id = await session(site, true);
});

const ofStaff = (sql: string) => adminQuery(sql, [site.staff.person.userId]);
const state = (set: string) => adminQuery(`update tenants set ${set} where id = $1`, [site.workspace.tenant.id]);
const ends: [string, () => Promise<unknown>][] = [
  ["the owner ends it", () => endSupport(site.owner, { id })],
  ["the workspace allows nothing any more", () => consent(site, "never")],
  [
    "its time is over",
    () =>
      ofStaff(
        "update support_sessions set expires_at = now() - interval '1 second', started_at = now() - interval '31 minutes' where staff_id = $1",
      ),
  ],
  ["the workspace is suspended", () => state("status = 'suspended'")],
  ["its member leaves", () => adminQuery("update members set status = 'removed' where id = $1", [site.boss.id])],
  ["the staff account is suspended", () => ofStaff("update staff set suspended_at = now() where user_id = $1")],
  ["staff remove their second factor", withoutFactor],
  ["staff sign out", () => ofStaff("update sessions set revoked_at = now() where user_id = $1")],
];

async function withoutFactor(): Promise<void> {
  await setTotp(site.staff.person.userId, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
  await removeTotp(await requestOf(site.staff.token), {});
}

// The workspace and its member are there again, for the next test.
afterEach(async () => {
  await state("status = 'active'");
  await adminQuery("update members set status = 'active' where id = $1", [site.boss.id]);
});

/** The audit log tells of each refusal, under both names. */
async function refusals(): Promise<(string | null)[]> {
  const { rows } = await listAudit(site.owner, { name: "access.refused", limit: 100 });
  const { staff, boss } = site;
  const [session] = await ofStaff("select id from support_sessions where staff_id = $1 order by id desc limit 1");
  const own = await adminQuery<{ id: string }>(
    "select id from events where name = 'access.refused' and actor->>'sessionId' = $1 and impersonator_id = $2",
    [session?.id, staff.person.userId],
  );
  const ids = new Set(own.map((row) => row.id));
  return rows
    .filter((row) => ids.has(row.id))
    .map(({ who, behalf, detail }) => {
      expect([who.kind, who.name, behalf?.id]).toEqual(["staff", staff.person.name, boss.id]);
      return detail;
    });
}

describe("the end of a session", () => {
  test.each(ends)("%s: also in the middle of a change, of which nothing stays", async (_name, end) => {
    const ctx = await inside(site);
    const name = `Halfway ${newId()}`;
    await using held = await hold("lock table accounts in share mode");
    const change = codeOf(accountOperations.create(ctx, { name }));
    await expect.poll(howManyWait).toBe(1);
    await end();
    await held.release();
    expect(await change).toBe("FORBIDDEN");
    expect(await adminQuery("select id from accounts where name = $1", [name])).toEqual([]);
    expect(await codeOf(accountOperations.list(ctx, {}))).toBe("FORBIDDEN");
    expect(await codeOf(inside(site))).not.toBe("done");
    const ended = expect.stringContaining("has ended");
    expect(await refusals()).toEqual([ended, ended]);
    await notifyEnds(site.workspace.system, new Date());
    const told = "select count(*)::int as n from events where entity_id = $1 and name = 'supportSession.ended'";
    expect(await adminQuery(told, [id])).toEqual([{ n: 1 }]);
  });

  test.each(ends)("%s: also while a query is under way, which does not answer", async (_name, end) => {
    const ctx = await inside(site);
    await using held = await hold("lock table accounts in access exclusive mode");
    const reading = codeOf(accountOperations.list(ctx, {}));
    await expect.poll(howManyWait).toBeGreaterThan(0);
    await end();
    await held.release();
    expect(await reading).toBe("FORBIDDEN");
    expect(await refusals()).toEqual([expect.stringContaining("has ended")]);
  });

  test("holds in each door: requests that are under way answer 403, and nothing of them stays", async () => {
    const headers = await headersOf(site);
    const doors = {
      read: () => [call("query", "accounts.list", headers, {}), rest("GET", "/accounts", headers)],
      written: () => [
        call("mutation", "accounts.create", headers, { name: "No" }),
        rest("POST", "/accounts", headers, { name: "No" }),
      ],
    };
    for (const ask of Object.values(doors)) {
      // It takes the place of an earlier one.
      const own = await session(site, true);
      await using held = await hold("lock table accounts in access exclusive mode");
      const asked = ask();
      await expect.poll(howManyWait).toBeGreaterThan(1);
      await endSupport(site.owner, { id: own });
      await held.release();
      const answers = await Promise.all(asked);
      expect(answers.map(({ status, details }) => [status, details])).toEqual(
        asked.map(() => [403, expect.objectContaining({ reason: "supportEnded" })]),
      );
      expect(await refusals()).toHaveLength(asked.length);
    }
    expect(await adminQuery("select 1 from accounts where name = 'No'")).toEqual([]);
  });
});
