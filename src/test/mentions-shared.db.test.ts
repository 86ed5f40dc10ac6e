// @module-tag once
import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import type { MentionChoices } from "@/lib/nouns/person-schema";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import type { Ctx } from "@/server/context";
import { allNouns } from "@/server/nouns/many";
import { previewOf } from "@/server/nouns/mention-preview";
import { everKnown, mentionsOf } from "@/server/nouns/mentions";
import type { TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { eraseEverywhere } from "./erase-person";
import { opportunityWorkspace } from "./opportunities";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace } = await opportunityWorkspace());
  ctx = await workspace.role("owner");
});

const person = (firstName: string, lastName: string, own: object = {}) =>
  contactOperations.create(ctx, { firstName, lastName, ...own } as never);

async function anonymized(id: string, mentions: MentionChoices = {}): Promise<void> {
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.anonymize(ctx, { id, version, mentions });
  await eraseEverywhere(workspace.system, id);
}

const places = async (id: string, by = ctx) => {
  const { mentions } = await contactOperations.checkAnonymize(by, { id });
  return new Map(mentions.flatMap((group) => group.places.map(({ key, sure }) => [key, sure] as const)));
};

const phone = "+13125550142";
const nameOf = async (id: string) => (await opportunityOperations.get(ctx, { id })).name;

describe("what somebody else has too stays unless it is chosen", () => {
  test("the number of a company and the address of an office", async () => {
    const emails = ["info@alder.example", "ann@alder.example"].map((value) => ({ value, type: "work" }));
    const { id } = await person("Ann", "Field", { phones: [{ value: phone, type: "office" }], emails });
    const firm = await accountOperations.create(ctx, { name: "Alder Ports", phone });
    const other = await accountOperations.create(ctx, { name: "Birch", description: "Ring 312 555-0142" });
    const office = await createOpportunity(ctx, { name: "Offer to info@alder.example" });
    const hers = await createOpportunity(ctx, { name: "Offer to ann@alder.example or info@alder.example" });
    expect(await places(id)).toEqual(
      new Map([
        [`account:${firm.id}`, false],
        [`account:${other.id}`, false],
        [`opportunity:${office.id}`, false],
        [`opportunity:${hers.id}`, true],
      ]),
    );
    await anonymized(id, { [`account:${other.id}`]: true });
    expect((await accountOperations.get(ctx, { id: firm.id })).phone).toBe(phone);
    expect((await accountOperations.get(ctx, { id: other.id })).description?.text).toBe("Ring Erased");
    expect(await nameOf(office.id)).toBe("Offer to info@alder.example");
    expect(await nameOf(hers.id)).toBe("Offer to Erased or info@alder.example");
  });

  test("the number of another contact and the address of a member", async () => {
    const member = await ctx.db.member.findFirstOrThrow({ where: { emailKey: { not: null } } });
    const emails = [{ value: member.email as string, type: "work" }];
    const phones = [{ value: phone, type: "office" }];
    const { id } = await person("Ann", "Field", { emails, phones });
    await person("Bob", "Moor", { phones });
    const deal = await createOpportunity(ctx, { name: "Ring (312) 555 0142", nextStep: `Write to ${member.email}` });
    expect(await places(id)).toEqual(new Map([[`opportunity:${deal.id}`, false]]));
    await anonymized(id);
    expect(await nameOf(deal.id)).toBe("Ring (312) 555 0142");
  });

  test("a name that is within that of a contact, a member or a company, whatever the accents", async () => {
    const [maria, jose, ann, bob] = [
      await person("Maria", "Garcia"),
      await person("José", "Müller"),
      await person("Ann", "Field"),
      await person("Bob", "Moor"),
    ];
    await person("María", "García López");
    await person("Jose", "Muller");
    await accountOperations.create(ctx, { name: "Ann Field Consulting" });
    const deal = await createOpportunity(ctx, {
      name: "for Maria Garcia and José Müller and Ann Field",
      nextStep: "see Bob Moor",
    });
    for (const { id } of [maria, jose, ann]) expect(await places(id)).toContainEqual([`opportunity:${deal.id}`, false]);
    expect(await places(bob.id)).toEqual(new Map([[`opportunity:${deal.id}`, true]]));
    await anonymized(maria.id);
    expect(await nameOf(deal.id)).toBe("for Maria Garcia and José Müller and Ann Field");
  });

  test("the same words that are no name, in the history too", async () => {
    const { id } = await person("Will", "Grant");
    const deal = await createOpportunity(ctx, { name: "Call Will Grant: the board will grant us access" });
    expect(await places(id)).toEqual(new Map([[`opportunity:${deal.id}`, true]]));
    await anonymized(id);
    expect(await nameOf(deal.id)).toBe("Call Erased: the board will grant us access");
    const rows = await adminQuery<{ key: string; said: string }>(
      `select o.name_key as key, e.after ->> 'name' as said from opportunities o
       join events e on e.entity_id = o.id and e.name = 'opportunity.created' where o.id = $1`,
      [deal.id],
    );
    const said = "Call Erased: the board will grant us access";
    expect(rows).toEqual([{ key: said.toLowerCase(), said }]);
  });
});

test("a name with quotes is found in JSON", async () => {
  const { id } = await person('Ann "Annie"', "Field");
  const { id: accountId } = await accountOperations.create(ctx, { name: "Alder Ports" });
  await adminQuery("update accounts set custom = jsonb_build_object('said', $2::text) where id = $1", [
    ...[accountId, 'for Ann "Annie" Field'],
  ]);
  await anonymized(id);
  expect(await adminQuery("select custom from accounts where id = $1", [accountId])).toEqual([
    { custom: { said: "for Erased" } },
  ]);
});

test("texts in fields that the reader may not read are counted alone", async () => {
  const { id } = await person("Ann", "Field");
  const hidden = await accountOperations.create(ctx, {
    name: "Alder Ports",
    description: "Led by Ann Field, in secret",
  });
  const both = await accountOperations.create(ctx, { name: "Yard of Ann Field", description: "Led by Ann Field" });
  const blind = { ...ctx, hiddenFields: { account: ["description"] } };
  const { mentions } = await contactOperations.checkAnonymize(blind, { id });
  expect(mentions).toMatchObject([
    { key: "account", others: 1, places: [{ key: `account:${both.id}`, before: "Yard of " }] },
  ]);
  expect(JSON.stringify(mentions)).not.toMatch(/secret|Led by/);
  expect((await places(id)).size).toBe(2);
  expect(hidden.version).toBe(1);
});

test("kinds that were not looked through in time are there to be left out", async () => {
  const { id } = await person("Ann", "Field");
  await accountOperations.create(ctx, { name: "Alder Ports", description: "Led by Ann Field" });
  const runtimes = allNouns().map(({ runtime }) => runtime as never) as Parameters<typeof previewOf>[1];
  const runtime = runtimes.find(({ noun }) => noun.entity === "contact") as (typeof runtimes)[number];
  const { patterns } = await mentionsOf(ctx, runtime, id, await everKnown(ctx, runtime, id, { name: "Ann Field" }));
  const of = { entity: "contact", id } as const;
  const none = await previewOf(ctx, runtimes, of, patterns, 0);
  expect(none.complete).toBe(false);
  expect(none.mentions.find(({ key }) => key === "account")).toEqual({
    ...{ key: "account", label: "Accounts", places: [], others: 0, complete: false },
  });
  const all = await previewOf(ctx, runtimes, of, patterns);
  expect(all).toMatchObject({ complete: true, mentions: [{ key: "account", complete: true }] });
});
