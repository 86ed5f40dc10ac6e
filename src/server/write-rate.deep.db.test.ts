// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { pace } from "@/lib/pace";
import { type TestMember, type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { call, rest, signedIn, trpcRaw, withKey } from "@/test/tenancy/doors";

let workspace: TestWorkspace;
let member: TestMember;
beforeAll(async () => {
  workspace = await testWorkspace();
  member = await workspace.join("member");
});

const tagsOf = async () =>
  (await adminQuery<{ count: number }>("select count(*)::int from tags where tenant_id = $1", [workspace.tenant.id]))[0]
    ?.count;
const hours = (headers: Record<string, string>) =>
  call("mutation", "notificationMails.setHours", headers, { quiet: true });

/** Makes so many changes, in requests of ten as a browser joins them; the statuses of all. */
async function change(headers: Record<string, string>, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let done = 0; done < count; done += 10) {
    const size = Math.min(10, count - done);
    const inputs = Object.fromEntries(Array.from({ length: size }, (_, place) => [place, { quiet: true }]));
    const { body } = await trpcRaw(`/api/trpc/${Array(size).fill("notificationMails.setHours").join(",")}?batch=1`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(inputs),
    });
    const answers = body as unknown as { error?: { data: { httpStatus: number } } }[];
    statuses.push(...answers.map(({ error }) => error?.data.httpStatus ?? 200));
  }
  return statuses;
}

describe("the changes of a member", () => {
  test("are limited over all of their sessions, by every way in; reads, keys and others are not", async () => {
    const { slug } = workspace.tenant;
    const [first, second] = [await signedIn(member, slug), await signedIn(member, slug)];
    const statuses = [
      ...(await change(first, pace.writesPerMinute / 2)),
      ...(await change(second, pace.writesPerMinute / 2)),
    ];
    expect([...new Set(statuses)]).toEqual([200]);
    const before = await tagsOf();
    const refused = [
      await hours(first),
      await call("mutation", "tags.create", second, { name: "Never" }),
      await rest("POST", "/tags", first, { name: "Never" }),
    ];
    for (const { status, code, message, headers } of refused) {
      expect([status, code]).toEqual([429, "RATE_LIMITED"]);
      expect(message).toMatch(/^You may make 300 changes a minute\. Nothing was changed\. Wait \d+ seconds?, then/);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(await tagsOf()).toBe(before);
    expect((await rest("GET", "/tags", first)).status).toBe(200);
    const key = await withKey(workspace.tenant.id, member, ["notification:view"]);
    expect((await rest("PATCH", "/notification-hours", key, { quiet: false })).status).toBe(200);
    expect((await hours(await signedIn(await workspace.join("member"), slug))).status).toBe(200);
  });

  test("cost a statement for one in many, and a few cost none", async () => {
    const other = await workspace.join("member");
    const headers = await signedIn(other, workspace.tenant.slug);
    const taken = async () =>
      (
        await adminQuery<{ points: number }>("select points::int from rate_limits where key = $1", [
          `requests:writes member ${other.id}`,
        ])
      )[0]?.points ?? 0;
    const part = pace.writesPerMinute / 20;
    await change(headers, part);
    expect(await taken()).toBe(0);
    await change(headers, 1);
    expect(await taken()).toBe(2 * part);
  });
});
