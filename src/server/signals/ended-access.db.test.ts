// @module-tag once

import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { signedIn } from "@/test/tenancy/doors";
import { cutEndedSessions } from "./ended-access";

/** A channels server that delays its answers until the test sends them; running before the app reads its address. */
const { calls, vendor } = await vi.hoisted(async () => {
  vi.resetModules();
  const { createServer } = await import("node:http");
  const calls: { path: string; answer: ServerResponse }[] = [];
  const vendor = createServer((request, answer) => calls.push({ path: request.url?.split("?")[0] ?? "", answer }));
  await new Promise<void>((done) => vendor.listen(0, "127.0.0.1", done));
  process.env.PUSHER_URL = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
  return { calls, vendor };
});
afterAll(() => {
  vendor.closeAllConnections();
  vendor.close();
});

// Excludes sessions that other suites have ended in this database.
beforeEach(async () => {
  await adminQuery("update sessions set cut_at = now() where cut_at is null");
});

async function call(): Promise<{ path: string; answer: ServerResponse }> {
  await expect.poll(() => calls.length).toBeGreaterThan(0);
  const [first] = calls.splice(0, 1);
  if (!first) throw new Error("Nobody called.");
  return first;
}

test("whose session has run out is cut off, and nobody before", async () => {
  const workspace = await testWorkspace();
  const [gone, here] = [await workspace.join("member"), await workspace.join("member")];
  for (const { member, ends } of [
    { member: gone, ends: "now()" },
    { member: here, ends: "now() + interval '1 hour'" },
  ]) {
    await signedIn(member, workspace.tenant.slug);
    await adminQuery(`update sessions set expires_at = ${ends} where user_id = $1`, [member.userId]);
  }
  const cutting = cutEndedSessions();
  const { path, answer } = await call();
  expect(path).toBe(`/apps/${process.env.PUSHER_APP_ID}/users/${gone.id}/terminate_connections`);
  answer.end("{}");
  await cutting;
  expect(calls).toEqual([]);
});

test("nothing in the database waits for the channels server, and a cut that failed is made by the next look", async () => {
  const workspace = await testWorkspace();
  const leaver = await workspace.join("member");
  await signedIn(leaver, workspace.tenant.slug);
  await adminQuery("update sessions set revoked_at = now() where user_id = $1", [leaver.userId]);
  const cutPath = `/apps/${process.env.PUSHER_APP_ID}/users/${leaver.id}/terminate_connections`;
  const isCut = async () => {
    const [row] = await adminQuery<{ cut: boolean }>(
      "select cut_at is not null as cut from sessions where user_id = $1",
      [leaver.userId],
    );
    return row?.cut;
  };

  const failed = cutEndedSessions();
  const first = await call();
  expect(first.path).toBe(cutPath);
  // Refused at once where a transaction still held the row.
  await adminQuery("select 1 from sessions where user_id = $1 for update nowait", [leaver.userId]);
  // Another process leaves the sessions leased by this one alone.
  await cutEndedSessions();
  expect(calls).toEqual([]);
  first.answer.writeHead(503).end();
  await expect(failed).rejects.toThrow();
  expect(await isCut()).toBe(false);

  const again = cutEndedSessions();
  const second = await call();
  expect(second.path).toBe(cutPath);
  second.answer.end("{}");
  await again;
  expect(await isCut()).toBe(true);
});
