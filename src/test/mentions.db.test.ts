// @module-tag once
import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import type { MentionChoices } from "@/lib/nouns/person-schema";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { createOpportunity, opportunityOperations } from "@/modules/crm/opportunities/operations/all";
import { createTag } from "@/modules/platform/data/tags/operations/tags";
import type { Ctx } from "@/server/context";
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

const ann = (email = "ann@alder.example") =>
  contactOperations.create(ctx, { firstName: "Ann", lastName: "Field", emails: [{ value: email, type: "work" }] });

async function anonymized(id: string, mentions?: MentionChoices): Promise<void> {
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.anonymize(ctx, { id, version, ...(mentions ? { mentions } : {}) });
  await eraseEverywhere(workspace.system, id);
}

const preview = async (id: string) => await contactOperations.checkAnonymize(ctx, { id });

describe("texts that mention a person who is anonymised", () => {
  test("lose the name and addresses alone, in the history and in search too, and their versions go up", async () => {
    const { id } = await ann();
    const deal = await createOpportunity(ctx, { name: "Rollout for Ann Field", nextStep: "Ask ann@alder.example" });
    const tag = await createTag(ctx, { name: "Friend of Field, Ann" } as never);
    const { mentions, complete } = await preview(id);
    expect(complete).toBe(true);
    expect(mentions.map(({ label, others }) => [label, others])).toEqual([
      ["Opportunities", 0],
      ["Tags", 0],
    ]);
    expect(mentions[0]?.places).toEqual([
      {
        ...{ key: `opportunity:${deal.id}`, record: { entity: "opportunity", id: deal.id }, sure: true },
        ...{ name: "Rollout for Ann Field", before: "Rollout for ", match: "Ann Field", after: "" },
      },
    ]);
    await anonymized(id);
    expect(await opportunityOperations.get(ctx, { id: deal.id })).toMatchObject({
      ...{ name: "Rollout for Erased", nextStep: "Ask Erased", version: deal.version + 1 },
    });
    expect(await ctx.db.tag.findFirst({ where: { id: tag.id } })).toMatchObject({
      ...{ name: "Friend of Erased", nameKey: "friend of erased" },
    });
    const said = await adminQuery(
      `select 1 from events where tenant_id = $1 and concat(before, after, data) ~* 'ann field|ann@alder'
       union all select 1 from search_documents where tenant_id = $1 and text ~* 'ann field|ann@alder'`,
      [ctx.tenant.id],
    );
    expect(said).toEqual([]);
    const [event] = await adminQuery("select entity_version from events where entity_id = $1 and name = $2", [
      ...[deal.id, "opportunity.textsErased"],
    ]);
    expect(event).toEqual({ entity_version: deal.version + 1 });
  });

  test("keep single names, longer words and other addresses", async () => {
    const { id } = await ann();
    const description = "Ann met Joann Fielding and joann@alder.example about ANN  FIELD's plan.";
    const { id: accountId } = await accountOperations.create(ctx, { name: "Alder Ports", description });
    await anonymized(id);
    const { description: now } = await accountOperations.get(ctx, { id: accountId });
    expect(now?.text).toBe("Ann met Joann Fielding and joann@alder.example about Erased's plan.");
    expect(JSON.stringify(now?.doc)).not.toMatch(/ann {2}field/i);
  });

  test("stay where somebody chose so, with their history; two with one name after it are told apart", async () => {
    const { id } = await ann();
    const kept = await createOpportunity(ctx, { name: "Kept for Ann Field" });
    const other = await createOpportunity(ctx, { name: "Ann Field" });
    await createTag(ctx, { name: "Ann Field" } as never);
    await createTag(ctx, { name: "Field, Ann" } as never);
    await anonymized(id, { [`opportunity:${kept.id}`]: false });
    expect(await opportunityOperations.get(ctx, { id: kept.id })).toMatchObject({ name: "Kept for Ann Field" });
    expect(await opportunityOperations.get(ctx, { id: other.id })).toMatchObject({ name: "Erased" });
    const names = (await ctx.db.tag.findMany({})).map(({ name }) => name).sort();
    expect(names).toEqual(["Erased", expect.stringMatching(/^Erased \w{6}$/)]);
    const events = await adminQuery<{ id: string; said: boolean }>(
      `select entity_id as id, after::text ~ 'Ann Field' as said from events
       where tenant_id = $1 and name = 'opportunity.created' order by id`,
      [ctx.tenant.id],
    );
    expect(new Map(events.map((one) => [one.id, one.said]))).toEqual(
      new Map([
        [kept.id, true],
        [other.id, false],
      ]),
    );
  });

  test("are unsure by a name that somebody else has: they stay unless they are chosen, but for addresses", async () => {
    const { id } = await ann();
    const { id: otherId } = await ann("ann@birch.example");
    const name = await createOpportunity(ctx, { name: "Rollout for Ann Field" });
    const both = await createOpportunity(ctx, { name: "Ann Field", nextStep: "Write to ann@alder.example" });
    const chosen = await createOpportunity(ctx, { name: "Surely Ann Field" });
    const { mentions, alike } = await preview(id);
    expect(alike).toBe(1);
    expect(new Map(mentions[0]?.places.map(({ key, sure }) => [key, sure]))).toEqual(
      new Map([
        [`opportunity:${name.id}`, false],
        [`opportunity:${both.id}`, true],
        [`opportunity:${chosen.id}`, false],
      ]),
    );
    await anonymized(id, { [`opportunity:${chosen.id}`]: true });
    expect(await opportunityOperations.get(ctx, { id: name.id })).toMatchObject({ name: "Rollout for Ann Field" });
    expect(await opportunityOperations.get(ctx, { id: both.id })).toMatchObject({
      name: "Ann Field",
      nextStep: "Write to Erased",
    });
    expect(await opportunityOperations.get(ctx, { id: chosen.id })).toMatchObject({ name: "Surely Erased" });
    const other = await contactOperations.get(ctx, { id: otherId });
    expect(other).toMatchObject({ name: "Ann Field", emails: [{ value: "ann@birch.example" }], version: 1 });
  });
});
