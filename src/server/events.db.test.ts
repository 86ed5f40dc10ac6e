import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { accounts, create, events, eventsOf, noting, operation } from "@/test/own-operations";
import { type Ctx, createCtx } from "./context";
import { withSavepoint } from "./db/savepoint";
import { changes, emit } from "./events";
import { prepareEvents } from "./write-events";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  workspace = await testWorkspace();
  ctx = await workspace.role("admin");
});

test("a changed amount keeps its own currency, or that of its record", () => {
  const row = { feeMinor: 1n, feeCurrency: "JPY", priceMinor: 1n, currency: "USD", name: "Crane" };
  expect(changes(row, { ...row, feeMinor: 2n })?.after).toEqual({ feeMinor: 2n, feeCurrency: "JPY" });
  expect(changes(row, { ...row, priceMinor: 2n })?.before).toEqual({ priceMinor: 1n, currency: "USD" });
  expect(changes(row, { ...row, name: "Depot" })?.after).toEqual({ name: "Depot" });
});

describe("events", () => {
  const quiet = (then: (inner: Ctx, name: string) => Promise<unknown>, silent?: string) =>
    operation({
      kind: "mutation",
      permission: "account:create",
      input: z.object({ name: z.string() }),
      output: z.null(),
      describe: "Says nothing.",
      ...(silent ? { silent } : {}),
      async run(inner, { name }) {
        await then(inner, name);
        return null;
      },
    });
  const unchanged = quiet(async (inner) => {
    inner.outcome.unchanged = true;
  });

  test("a mutation that ends without one fails and leaves nothing, unless it says why or changed nothing", async () => {
    const name = randomUUID();
    await expect(quiet((inner) => create(inner.db, name))(ctx, { name })).rejects.toThrow(
      "without an event: Says nothing.",
    );
    expect(await accounts(name)).toEqual([]);
    await unchanged(ctx, { name });
    await quiet((inner) => create(inner.db, name), "a test")(ctx, { name });
    expect(await accounts(name)).toHaveLength(1);
  });

  test("an inner operation that changed nothing does not excuse the next one, nor does an outer one's event", async () => {
    const name = randomUUID();
    const forgetful = quiet((inner) => create(inner.db, name));
    const both = noting(async (inner) => {
      await unchanged(inner, { name });
      await forgetful(inner, { name });
    });
    await expect(both(ctx, { name })).rejects.toThrow("without an event");
    expect(await accounts(name)).toEqual([]);
  });

  test("carry actor, request, origin, batch, subjects, and what changed without secrets", async () => {
    const batchId = randomUUID();
    const parent = randomUUID();
    const caller: Ctx = { ...ctx, origin: "tab-7", batchId };
    const made = await noting(async (inner, id) =>
      emit(inner, events.secret, {
        id,
        version: 4,
        parents: [{ entity: "account", id: parent }, { entity: "account", id: parent }, null],
        before: { keyHash: "old", amountMinor: 5n, resetPassword: null, plain: "a" },
        after: { keyHash: "new", amountMinor: 7n, nested: { clientSecret: "x", label: "b" } },
        data: { apiToken: "t", note: "n" },
      }),
    )(caller, { name: randomUUID() });
    const [, event] = await eventsOf(made.id);
    expect(event).toMatchObject({
      tenant_id: ctx.tenant.id,
      name: "account.secret",
      entity_version: 4,
      actor: { type: "user", memberId: ctx.member?.id },
      actor_member_id: ctx.member?.id,
      impersonator_id: null,
      request_id: ctx.requestId,
      origin: "tab-7",
      batch_id: batchId,
      before: { keyHash: "[redacted]", amountMinor: 5, resetPassword: "[redacted]", plain: "a" },
      after: { keyHash: "[redacted]", amountMinor: 7, nested: { clientSecret: "[redacted]", label: "b" } },
      data: { apiToken: "[redacted]", note: "n" },
    });
    const subjects = await adminQuery("select entity_id from event_subjects where event_id = $1", [event?.id]);
    expect(subjects.map((row) => row.entity_id)).toEqual([parent]);
  });

  test("a statement put together ahead is not sent once events were taken back or came after it", async () => {
    const [taken, later] = [randomUUID(), randomUUID()];
    const made = await noting(async (inner) => {
      const undone = withSavepoint(inner, async () => {
        emit(inner, events.noted, { id: taken, data: {} });
        prepareEvents(inner);
        throw new Error("taken back");
      });
      await expect(undone).rejects.toThrow("taken back");
      emit(inner, events.noted, { id: later, data: {} });
    })(ctx, { name: randomUUID() });
    expect([await eventsOf(made.id), await eventsOf(taken), await eventsOf(later)]).toMatchObject([[{}], [], [{}]]);
    const also = randomUUID();
    const worded = await noting(async (inner) => {
      prepareEvents(inner);
      emit(inner, events.noted, { id: also, data: {} });
    })(ctx, { name: randomUUID() });
    expect([await eventsOf(worded.id), await eventsOf(also)]).toMatchObject([[{}], [{}]]);
  });

  test("acts of the system are recorded as such, with the reason", async () => {
    const actor = { type: "system", job: "tidy", reason: "the plan says so" } as const;
    const system = createCtx({ tenant: workspace.tenant, member: null, actor });
    const { id } = await noting()(system, { name: randomUUID() });
    expect(await eventsOf(id)).toMatchObject([{ actor, actor_member_id: null, request_id: system.requestId }]);
  });

  test("a staff member's act names both, a key's act names the key and not its scopes", async () => {
    const member = await workspace.join("admin");
    const staffId = randomUUID();
    const staff = createCtx({
      tenant: workspace.tenant,
      member,
      actor: { type: "staff", staffId, name: "Ruth", sessionId: null, asMemberId: member.id, readOnly: false },
    });
    expect(await eventsOf((await noting()(staff, { name: randomUUID() })).id)).toMatchObject([
      { impersonator_id: staffId, actor_member_id: member.id },
    ]);
    const key = await workspace.as(member, { scopes: ["account:create"] });
    const [event] = await eventsOf((await noting()(key, { name: randomUUID() })).id);
    expect(event?.actor).toEqual({
      type: "apiKey",
      memberId: member.id,
      keyId: (key.actor as { keyId: string }).keyId,
    });
  });
});
