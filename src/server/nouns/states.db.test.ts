import { beforeAll, describe, expect, test } from "vitest";
import { field } from "@/lib/fields/build";
import { defineNoun } from "@/lib/nouns/define";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contacts, lifecycleStages } from "@/modules/crm/contacts/fields";
import { crm } from "@/modules/crm/module";
import { createImport } from "@/modules/platform/data/imports/operations/manage-imports";
import { memberScope } from "@/modules/platform/identity/members/scope";
import type { Ctx } from "@/server/context";
import type { TestWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { importWorkspace } from "@/test/import-trial";
import { crud } from "./crud";
import { nounImport } from "./import/noun-import";

/** Contacts whose lifecycle has states, in the place of their rule. */
const stated = defineNoun("contact", {
  fields: {
    ...contacts.fields,
    lifecycle: field.choice({
      label: "Lifecycle stage",
      required: true,
      initial: "lead",
      options: lifecycleStages,
      states: {
        qualify: { from: ["lead"], to: "mql", label: "Qualify", event: "qualified" },
        win: { from: ["mql"], to: "customer", label: "Win", event: "won", requires: ["account"] },
        lose: {
          from: ["lead", "mql"],
          to: "churned",
          label: "Lose",
          event: "lost",
          requires: ["lifecycleReason"],
          needs: "delete",
        },
      },
    }),
  },
  naturalKeys: [["emails"], ["account", "name"]],
});
const people = crud(crm, stated, {
  targets: { account: accountOperations.scope, owner: memberScope, nextStepOwner: memberScope, nextOwner: memberScope },
});
const { importer } = nounImport(people.runtime);
type Step = (ctx: Ctx, input: object) => Promise<{ version: number; lifecycle: string }>;
const steps = people.transitions as unknown as Readonly<Record<"qualify" | "win" | "lose", Step>>;

let workspace: TestWorkspace;
let ctx: Ctx;
let accountId: string;
beforeAll(async () => {
  ({ workspace, ctx } = await importWorkspace());
  ({ id: accountId } = await accountOperations.create(ctx, { name: "Acme" }));
});

const stateOf = async (id: string) =>
  await adminQuery("select lifecycle, lifecycle_reason, account_id, version from contacts where id = $1", [id]);
const lastEvent = async (id: string) =>
  (await adminQuery("select name, data, after from events where entity_id = $1 order by id desc limit 1", [id]))[0];
const create = (name: string, more: object = {}) => people.create(ctx, { name, ...more });

describe("the states of a choice", () => {
  test("change by a transition alone, with its event; other changes are refused and name those that there are", async () => {
    const ann = await create("Ann Field");
    await expect(people.update(ctx, { id: ann.id, version: 1, lifecycle: "customer" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: {
        fields: [
          {
            path: "lifecycle",
            message: "Lifecycle stage cannot change from Lead to Customer, only to MQL or Churned.",
          },
        ],
      },
    });
    expect(await stateOf(ann.id)).toMatchObject([{ lifecycle: "lead", version: 1 }]);
    const qualified = await people.update(ctx, { id: ann.id, version: 1, lifecycle: "mql", jobTitle: "Buyer" });
    expect(qualified).toMatchObject({ lifecycle: "mql", jobTitle: "Buyer", version: 2 });
    expect(await lastEvent(ann.id)).toMatchObject({
      name: "contact.qualified",
      data: { from: "lead", to: "mql" },
      after: { lifecycle: "mql", jobTitle: "Buyer" },
    });
  });

  test("ask for the fields of a transition; a text is given anew each time", async () => {
    const bob = await create("Bob Hill", { lifecycle: "mql" });
    const win = { id: bob.id, version: bob.version, lifecycle: "customer" as const };
    await expect(people.update(ctx, win)).rejects.toMatchObject({ details: { fields: [{ path: "accountId" }] } });
    expect(await stateOf(bob.id)).toMatchObject([{ lifecycle: "mql", version: bob.version }]);
    expect(await people.update(ctx, { ...win, accountId })).toMatchObject({ lifecycle: "customer" });
    const cay = await create("Cay Moor", { lifecycleReason: "From before." });
    const lose = { id: cay.id, version: cay.version, lifecycle: "churned" as const };
    await expect(people.update(ctx, lose)).rejects.toMatchObject({
      details: { fields: [{ path: "lifecycleReason" }] },
    });
    await expect(people.update(ctx, { ...lose, lifecycleReason: " " })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(await people.update(ctx, { ...lose, lifecycleReason: "Closed down." })).toMatchObject({
      lifecycle: "churned",
    });
  });

  test("are verbs of the API; the right of a transition is asked beside that to edit", async () => {
    const member = await workspace.role("member");
    const dan = await people.create(member, { name: "Dan Lake" });
    const lose = { id: dan.id, version: dan.version, lifecycleReason: "Closed down." };
    await expect(steps.lose(member, lose)).rejects.toThrow(
      "You are not allowed to change lifecycle stage to Churned. Ask an owner or admin.",
    );
    await expect(people.update(member, { ...lose, lifecycle: "churned" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect(await stateOf(dan.id)).toMatchObject([{ lifecycle: "lead", version: 1 }]);
    const qualified = await steps.qualify(member, { id: dan.id, version: 1 });
    expect(qualified.lifecycle).toBe("mql");
    expect((await steps.lose(ctx, { ...lose, version: qualified.version })).lifecycle).toBe("churned");
  });

  test("moved by two people at once, the second one learns of the first", async () => {
    const eve = await create("Eve Reed");
    const other = await workspace.role("admin");
    await steps.qualify(other, { id: eve.id, version: eve.version });
    const before = await stateOf(eve.id);
    const late = { id: eve.id, version: eve.version, lifecycle: "churned" as const, lifecycleReason: "Closed down." };
    await expect(people.update(ctx, late)).rejects.toMatchObject({
      code: "CONFLICT",
      details: { current: { lifecycle: "mql" }, changed: expect.arrayContaining(["lifecycle"]) },
    });
    expect(await stateOf(eve.id)).toEqual(before);
  });

  test("of a new record may be one that it reached elsewhere, with what that asks for", async () => {
    await expect(create("New one", { lifecycle: "customer" })).rejects.toMatchObject({
      details: { fields: [{ path: "accountId" }] },
    });
    await expect(create("New two", { lifecycle: "evangelist" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect(
      await adminQuery("select id from contacts where name like 'New %' and tenant_id = $1", [ctx.tenant.id]),
    ).toEqual([]);
    expect(await create("New three", { lifecycle: "customer", accountId })).toMatchObject({ lifecycle: "customer" });
  });
});

test("a bulk transition reports the records that it refuses, and changes the others", async () => {
  const open = await create("Bulk one");
  const done = await create("Bulk two", { lifecycle: "mql" });
  const action = { type: "transition", verb: "qualify" } as never;
  const report = await people.bulk(ctx, { ids: [open.id, done.id], action });
  expect(report.done).toMatchObject([
    { id: open.id, changed: true },
    { id: done.id, changed: false },
  ]);
  const lose = { type: "transition", verb: "lose", values: { lifecycleReason: "Closed down." } } as never;
  await steps.win(ctx, { id: done.id, version: done.version, accountId });
  const second = await people.bulk(ctx, { ids: [open.id, done.id], action: lose });
  expect(second).toMatchObject({ done: [{ id: open.id }], failed: [{ id: done.id, code: "VALIDATION" }] });
  expect(await stateOf(done.id)).toMatchObject([{ lifecycle: "customer" }]);
  const unknown = { ids: [open.id], action: { type: "transition", verb: "fly" } as never };
  await expect(people.bulk(ctx, unknown)).rejects.toMatchObject({ code: "VALIDATION" });
});

test("rows of a file that make no allowed transition stay out", async () => {
  const known = await create("Import one", { emails: [{ value: "one@acme.example" }] });
  const { id: importId } = await createImport(ctx, {});
  const rows = [
    { emails: "one@acme.example", name: "Import one", lifecycle: "customer" },
    { emails: "two@acme.example", name: "Import two", lifecycle: "mql" },
    { emails: "three@acme.example", name: "Import three", lifecycle: "customer" },
  ].map((values, place) => ({ line: place + 2, values }));
  const call = { importId, options: { ownerId: null, answers: {} }, rows, dry: false };
  const done = await importer.upsert({ ...ctx, batchId: importId } as Ctx, call);
  expect(done.problems.map(({ line, field: at }) => [line, at])).toEqual([
    [2, "lifecycle"],
    [4, "account"],
  ]);
  expect(await stateOf(known.id)).toMatchObject([{ lifecycle: "lead", version: 1 }]);
  const [two] = await adminQuery("select lifecycle from contacts where name = 'Import two' and tenant_id = $1", [
    ctx.tenant.id,
  ]);
  expect(two).toEqual({ lifecycle: "mql" });
});
