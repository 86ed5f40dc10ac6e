// @module-tag once

import "@/registry/operations";
import { expect, test } from "vitest";
import { permissions } from "@/lib/roles";
import { bootstrapPipelines } from "@/modules/crm/pipelines/bootstrap";
import { adminQuery } from "@/test/db";
import { billingOf, payingWorkspace, stripe } from "@/test/payments";
import { call, rest, signedIn, withKey } from "@/test/tenancy/doors";
import { syncStripe } from "../billing/operations/sync";

test("the limits of a smaller plan hold for the next request of an open session and of a key, and nothing is written", async () => {
  const { workspace, owner, subscription } = await payingWorkspace({ plan: "professional" });
  await bootstrapPipelines(workspace.system);
  const { id, slug } = workspace.tenant;
  const member = { id: owner.member?.id ?? "", userId: owner.actor.type === "user" ? owner.actor.userId : "" };
  const [session, key] = [await signedIn(member, slug), await withKey(id, member, [...permissions])];
  const bySession = (name: string) => call("mutation", "pipelines.create", session, { name });
  const byKey = (name: string) => rest("POST", "/pipelines", key, { name });
  const made = async () =>
    (await adminQuery<{ name: string }>("select name from pipelines where tenant_id = $1 order by name", [id])).map(
      ({ name }) => name,
    );
  expect([(await bySession("Session 1")).status, (await byKey("Key 1")).status]).toEqual([200, 201]);
  const before = await made();
  expect(before).toEqual(expect.arrayContaining(["Key 1", "Session 1"]));

  await stripe().subscriptions.cancel(subscription);
  await syncStripe(workspace.system);
  expect(await billingOf(id)).toMatchObject({ plan: "starter" });
  for (const answer of [await bySession("Session 2"), await byKey("Key 2")])
    expect(answer).toMatchObject({ status: 402, code: "LIMIT_REACHED" });
  expect(await made()).toEqual(before);
});
