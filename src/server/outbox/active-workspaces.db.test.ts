import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { log } from "../log";
import { inActiveWorkspaces } from "./active-workspaces";

test("events of a workspace that is suspended or gone reach nobody, and a line says why", async () => {
  const info = vi.spyOn(log, "info");
  const [open, suspended] = [await testWorkspace(), await testWorkspace()];
  await adminQuery("update tenants set status = 'suspended' where id = $1", [suspended.tenant.id]);
  const gone = randomUUID();
  const of = (tenantId: string) => ({
    ...{ tenantId, id: randomUUID(), name: "account.created", entity: "account", entityId: randomUUID() },
    ...{ entityVersion: 1, memberId: null, origin: null, at: Date.now() },
  });
  const events = [of(suspended.tenant.id), of(open.tenant.id), of(gone), of(open.tenant.id)];
  const delivered: [string, number][] = [];
  for await (const [ctx, theirs] of inActiveWorkspaces(events, "signals", "tells screens"))
    delivered.push([ctx.tenant.id, theirs.length]);
  expect(delivered).toEqual([[open.tenant.id, 2]]);
  const line = (tenantId: string, status: string) => [
    { consumer: "signals", tenantId, status, events: 1 },
    "events were not delivered: the workspace is not active",
  ];
  expect(info.mock.calls).toEqual([line(suspended.tenant.id, "suspended"), line(gone, "gone")]);
});
