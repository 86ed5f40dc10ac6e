// @module-tag once

import { beforeAll, describe, expect, test } from "vitest";
import { unseenRecord } from "@/lib/unseen-record";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import "@/registry/register";
import type { Ctx } from "@/server/context";
import { atOnce } from "@/test/at-once";
import { type TestWorkspace, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { accountOperations } from "../../accounts/operations";
import { contactOperations } from "../../contacts/operations";
import { createOpportunity, opportunityOperations } from "../operations/all";
import {
  addOpportunityContact,
  listContactOpportunities,
  listOpportunityContacts,
  removeOpportunityContact,
  updateOpportunityContact,
} from "./operations";

let workspace: TestWorkspace;
let admin: Ctx;
beforeAll(async () => {
  ({ workspace, admin } = await opportunityWorkspace());
});

const contact = (name: string, more: object = {}) => contactOperations.create(admin, { name, ...more });
const opportunity = (name: string, more: object = {}) => createOpportunity(admin, { name, ...more });
const partsOf = async (ctx: Ctx, id: string) =>
  (await listOpportunityContacts(ctx, { id })).contacts.map((one) => ({
    name: one.contact.name,
    role: one.role,
    stance: one.stance,
    primary: one.primary,
  }));

/** The opportunity and its parts as the database holds them. */
const stored = (id: string) =>
  adminQuery(
    `select o.version, p.contact_id, p.role, p.stance, p.is_primary
     from opportunities o left join opportunity_contacts p on p.opportunity_id = o.id where o.id = $1 order by 2`,
    [id],
  );

/** The act is refused, and nothing changed. */
async function refused(id: string, act: () => Promise<unknown>, error: { code: string; message?: unknown }) {
  const before = await stored(id);
  await expect(act()).rejects.toMatchObject(error);
  expect(await stored(id)).toEqual(before);
}

describe("the contacts of an opportunity", () => {
  test("are added without a role, get one, and are taken off; the primary one comes first", async () => {
    const { id } = await opportunity("Rollout");
    const [ann, bob] = [await contact("Ann Field"), await contact("Bob Hill")];
    const one = await addOpportunityContact(admin, { id, version: 1, contactId: ann.id });
    expect(one).toMatchObject({ version: 2, contacts: [{ role: null, stance: "neutral", primary: false }] });
    await addOpportunityContact(admin, { id, version: 2, contactId: bob.id, role: "signs", stance: "against" });
    const decides = { role: "decides", stance: "champion", primary: true } as const;
    await updateOpportunityContact(admin, { id, version: 3, contactId: ann.id, ...decides });
    expect(await partsOf(admin, id)).toEqual([
      { name: "Ann Field", ...decides },
      { name: "Bob Hill", role: "signs", stance: "against", primary: false },
    ]);
    await updateOpportunityContact(admin, { id, version: 4, contactId: ann.id, role: null });
    const left = await removeOpportunityContact(admin, { id, version: 5, contactId: ann.id });
    expect(left.contacts.map((part) => part.contact)).toEqual([{ id: bob.id, name: "Bob Hill" }]);
    expect(left.version).toBe(6);
  });

  test("have one primary one: a new one takes its place", async () => {
    const { id } = await opportunity("One primary");
    const [ann, bob, cay] = [await contact("Ann"), await contact("Bob"), await contact("Cay")];
    const primariesOf = async () => (await partsOf(admin, id)).flatMap(({ name, primary }) => (primary ? name : []));
    await addOpportunityContact(admin, { id, version: 1, contactId: ann.id, primary: true });
    await addOpportunityContact(admin, { id, version: 2, contactId: bob.id, primary: true });
    expect(await primariesOf()).toEqual(["Bob"]);
    await addOpportunityContact(admin, { id, version: 3, contactId: cay.id });
    await updateOpportunityContact(admin, { id, version: 4, contactId: cay.id, primary: true });
    expect(await primariesOf()).toEqual(["Cay"]);
    await updateOpportunityContact(admin, { id, version: 5, contactId: cay.id, primary: false });
    expect(await primariesOf()).toEqual([]);
    const two = `insert into opportunity_contacts (id, tenant_id, opportunity_id, contact_id, is_primary)
      select gen_random_uuid(), tenant_id, $1, id, true from contacts where id = any($2)`;
    const other = await opportunity("Two at once");
    await expect(adminQuery(two, [other.id, [ann.id, bob.id]])).rejects.toThrow("opportunity_contacts_one_primary_key");
  });

  test("stand there once", async () => {
    const { id } = await opportunity("Once");
    const ann = await contact("Ann Once");
    const act = (version: number) => () => addOpportunityContact(admin, { id, version, contactId: ann.id });
    await act(1)();
    const again = { code: "CONFLICT", message: "Ann Once is already a contact of this opportunity." };
    await refused(id, act(2), again);
    const missing = await contact("Not there");
    const change = { id, version: 2, contactId: missing.id };
    await refused(id, () => updateOpportunityContact(admin, { ...change, role: "uses" }), { code: "NOT_FOUND" });
    await refused(id, () => removeOpportunityContact(admin, change), { code: "NOT_FOUND" });
  });

  test("are at most a hundred", async () => {
    const { id } = await opportunity("Many");
    await adminQuery(
      `with made as (
         insert into contacts (id, tenant_id, name, name_key, updated_at)
         select gen_random_uuid(), $1, 'Guest', 'guest', now() from generate_series(1, 100) returning id)
       insert into opportunity_contacts (id, tenant_id, opportunity_id, contact_id)
       select gen_random_uuid(), $1, $2, id from made`,
      [workspace.tenant.id, id],
    );
    const { id: contactId } = await contact("One more");
    const full = { code: "CONFLICT", message: "An opportunity has at most 100 contacts. Remove one first." };
    await refused(id, () => addOpportunityContact(admin, { id, version: 1, contactId }), full);
  });

  test("are changed by one of two people at once; the other one is asked to look first", async () => {
    const { id } = await opportunity("Two people");
    const [ann, bob] = [await contact("Ann Two"), await contact("Bob Two")];
    const add = (contactId: string) => () => addOpportunityContact(admin, { id, version: 1, contactId, primary: true });
    const answers = await atOnce<unknown>(add(ann.id), add(bob.id));
    const refusals = answers.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refusals).toEqual([expect.objectContaining({ code: "CONFLICT", details: expect.anything() })]);
    expect(refusals[0].details).toMatchObject({ changed: ["contacts"], current: { version: 2 } });
    expect(await stored(id)).toMatchObject([{ version: 2, is_primary: true }]);
    // Another field of the opportunity is no conflict.
    await opportunityOperations.update(admin, { id, version: 2, description: "Both sites." });
    const [held] = (await listOpportunityContacts(admin, { id })).contacts;
    const contactId = held?.contact.id ?? "";
    await updateOpportunityContact(admin, { id, version: 2, contactId, role: "uses" });
    expect(await stored(id)).toMatchObject([{ version: 4, role: "uses" }]);
  });

  test("are no archived ones, and none of another workspace", async () => {
    const { id } = await opportunity("Who not");
    const put = await contact("Put away");
    await contactOperations.archive(admin, { id: put.id, version: put.version });
    const archived = { code: "CONFLICT", message: "This contact is archived. Restore it first." };
    await refused(id, () => addOpportunityContact(admin, { id, version: 1, contactId: put.id }), archived);
    const elsewhere = await (await testWorkspace()).role("admin");
    const foreign = await contactOperations.create(elsewhere, { name: "Foreign" });
    const add = () => addOpportunityContact(admin, { id, version: 1, contactId: foreign.id });
    await refused(id, add, { code: "NOT_FOUND" });
    // The database refuses it too.
    const forced = `insert into opportunity_contacts (id, tenant_id, opportunity_id, contact_id)
      values (gen_random_uuid(), $1, $2, $3)`;
    await expect(adminQuery(forced, [workspace.tenant.id, id, foreign.id])).rejects.toThrow("foreign key");
  });

  test("show the later of both times of a touch", async () => {
    const { id } = await opportunity("Touches");
    const [early, late] = ["2026-10-01T10:00:00.000Z", "2026-11-12T10:00:00.000Z"];
    const asked = await contact("Asked", { lastContactedAt: early });
    const answered = await contact("Answered", { lastContactedAt: early, lastRespondedAt: late });
    const silent = await contact("Silent");
    for (const [index, { id: contactId }] of [asked, answered, silent].entries())
      await addOpportunityContact(admin, { id, version: index + 1, contactId });
    const { contacts } = await listOpportunityContacts(admin, { id });
    expect(contacts.map((one) => [one.contact.name, one.lastTouchAt])).toEqual([
      ["Answered", late],
      ["Asked", early],
      ["Silent", null],
    ]);
  });
});

describe("a contact with a part in an opportunity", () => {
  test("is not deleted; with the opportunity its part goes", async () => {
    const { id } = await opportunity("Held");
    const ann = await contact("Ann Held");
    await addOpportunityContact(admin, { id, version: 1, contactId: ann.id });
    const remove = () => contactOperations.delete(admin, { id: ann.id, version: ann.version });
    const held = { code: "CONFLICT", message: expect.stringContaining("1 opportunity refers to this contact.") };
    await refused(id, remove, held);
    expect(await contactOperations.get(admin, { id: ann.id })).toMatchObject({ name: "Ann Held" });
    await opportunityOperations.delete(admin, { id, version: 2 });
    expect(await stored(id)).toEqual([]);
    expect(await adminQuery("select 1 from opportunity_contacts where contact_id = $1", [ann.id])).toEqual([]);
    expect(await remove()).toEqual({ id: ann.id });
  });

  test("finds the opportunity: by its filter, and from its own page, open ones first", async () => {
    const ann = await contact("Ann Lists");
    const dates = { Later: "2027-03-01", Sooner: "2027-01-08", Archived: "2027-02-01" };
    const made = new Map<string, string>();
    for (const [name, expectedCloseDate] of Object.entries(dates)) {
      const { id } = await opportunity(name, { expectedCloseDate });
      made.set(name, id);
      await addOpportunityContact(admin, { id, version: 1, contactId: ann.id, role: "evaluates", stance: "champion" });
    }
    await opportunity("Without her");
    await opportunityOperations.archive(admin, { id: made.get("Archived") ?? "", version: 2 });
    const conditions = [{ field: "contact", op: "anyOf" as const, value: [ann.id] }];
    const { rows } = await opportunityOperations.list(admin, { conditions });
    expect(rows.map(({ name }) => name).sort()).toEqual(["Later", "Sooner"]);
    expect(await listContactOpportunities(admin, { id: ann.id })).toMatchObject([
      { opportunity: { name: "Sooner" }, role: "evaluates", stance: "champion", primary: false },
      { opportunity: { name: "Later" }, role: "evaluates" },
    ]);
  });

  test("tells it in the timelines of the opportunity, of itself and of both accounts", async () => {
    const [buyer, adviser] = [
      await accountOperations.create(admin, { name: "Buyer Ports" }),
      await accountOperations.create(admin, { name: "Adviser" }),
    ];
    const { id } = await opportunity("Told", { accountId: buyer.id });
    const ann = await contact("Ann Told", { accountId: adviser.id });
    await addOpportunityContact(admin, { id, version: 1, contactId: ann.id, role: "decides", primary: true });
    const added = { verb: "added a contact to", title: "Told", detail: "Ann Told: decides, neutral, primary contact" };
    const of = [
      ["opportunity", id],
      ["contact", ann.id],
      ["account", buyer.id],
      ["account", adviser.id],
    ] as const;
    for (const [entity, record] of of) {
      const { rows } = await listTimeline(admin, { entity, id: record });
      expect(rows[0], entity).toMatchObject(added);
    }
  });
});

describe("the timeline of an opportunity", () => {
  const toldIn = async (ctx: Ctx, id: string) =>
    (await listTimeline(ctx, { entity: "opportunity", id })).rows.map(({ verb, title }) => `${verb} ${title}`);

  test("tells what happened to its people, but not what they do elsewhere", async () => {
    const { id } = await opportunity("Sale");
    const ann = await contact("Ann Sale");
    await addOpportunityContact(admin, { id, version: 1, contactId: ann.id });
    const other = await opportunity("Other sale");
    await addOpportunityContact(admin, { id: other.id, version: 1, contactId: ann.id });
    await contactOperations.update(admin, { id: ann.id, version: ann.version, jobTitle: "Buyer" });
    const told = ["changed Ann Sale", "added a contact to Sale", "created Ann Sale", "created Sale"];
    expect(await toldIn(admin, id)).toEqual(told);
    const ctx = await workspace.as(await workspace.join("member"), { visibility: { contact: "own" } });
    expect(await toldIn(ctx, id)).toEqual(["added a contact to Sale", "created Sale"]);
  });

  test("tells one act on many contacts by those of its own", async () => {
    const { id } = await opportunity("Given away");
    const [ann, bob, cay] = [await contact("Ann Given"), await contact("Bob Given"), await contact("Cay Given")];
    await addOpportunityContact(admin, { id, version: 1, contactId: ann.id });
    await addOpportunityContact(admin, { id, version: 2, contactId: bob.id });
    const ownerId = (await workspace.join("member")).id;
    const ids = [ann.id, bob.id, cay.id];
    await contactOperations.bulk(admin, { ids, action: { type: "edit", ownerId } });
    const [newest] = (await listTimeline(admin, { entity: "opportunity", id })).rows;
    expect(newest?.batch).toMatchObject({ count: 2, first: [{ title: "Ann Given" }, { title: "Bob Given" }] });
  });
});

describe("a contact that the reader may not see", () => {
  test("is listed without its name, and its role is not changed", async () => {
    const visibility = { contact: "own" as const };
    const seller = await workspace.join("member");
    const ctx = await workspace.as(seller, { visibility });
    const { id } = await createOpportunity(ctx, { name: "Seller's" });
    const emails = [{ value: "hidden@acme.example" }];
    const hidden = await contact("Hidden Person", {
      emails,
      jobTitle: "Secret",
      lastContactedAt: "2026-11-12T10:00:00Z",
    });
    const part = { role: "decides", stance: "champion" } as const;
    await addOpportunityContact(admin, { id, version: 1, contactId: hidden.id, ...part });
    const list = await listOpportunityContacts(ctx, { id });
    expect(list.contacts).toMatchObject([
      { contact: { id: null, name: unseenRecord }, ...part, lastTouchAt: null, details: null },
    ]);
    expect(JSON.stringify(list)).not.toContain(hidden.id);
    const timeline = await listTimeline(ctx, { entity: "opportunity", id });
    expect(JSON.stringify(timeline)).not.toMatch(new RegExp(`${hidden.id}|Hidden Person`));
    expect(timeline.rows[0]?.detail).toBe(`${unseenRecord}: decides, champion`);
    const change = { id, version: 2, contactId: hidden.id };
    await refused(id, () => updateOpportunityContact(ctx, { ...change, role: "signs" }), { code: "NOT_FOUND" });
    await refused(id, () => removeOpportunityContact(ctx, change), { code: "NOT_FOUND" });
    const other = await createOpportunity(ctx, { name: "Another" });
    const add = () => addOpportunityContact(ctx, { id: other.id, version: 1, contactId: hidden.id });
    await refused(other.id, add, { code: "NOT_FOUND" });
    await expect(listContactOpportunities(ctx, { id: hidden.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const stale = { id, version: 1, contactId: (await contactOperations.create(ctx, { name: "Mine" })).id };
    const refusal = await addOpportunityContact(ctx, stale).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "CONFLICT", details: { changed: ["contacts"] } });
    expect(JSON.stringify(refusal)).not.toContain(hidden.id);
  });

  test("nor is an opportunity that he may not see listed for a contact, nor for a key without the right", async () => {
    const seller = await workspace.join("member");
    const ctx = await workspace.as(seller, { visibility: { opportunity: "own" } });
    const ann = await contact("Ann Shared", { jobTitle: "Buyer" });
    const [mine, theirs] = [await createOpportunity(ctx, { name: "Mine" }), await opportunity("Theirs")];
    for (const { id } of [mine, theirs]) await addOpportunityContact(admin, { id, version: 1, contactId: ann.id });
    const names = (await listContactOpportunities(ctx, { id: ann.id })).map((one) => one.opportunity.name);
    expect(names).toEqual(["Mine"]);
    await expect(listOpportunityContacts(ctx, { id: theirs.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const key = await workspace.as(seller, { scopes: ["opportunity:view"] });
    expect((await listOpportunityContacts(key, { id: mine.id })).contacts).toMatchObject([
      { contact: { id: null, name: unseenRecord }, details: null },
    ]);
  });
});
