import "@/registry/register";
import { beforeEach, describe, expect, test } from "vitest";
import { customName } from "@/lib/fields/custom";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";
import { newId } from "@/server/new-id";
import { knownTexts } from "@/server/personal/known";
import { patternsOf } from "@/server/personal/patterns";
import { firstId } from "@/server/unknown-id";
import { later, testWorkspace } from "@/test/ctx";
import { adminQuery } from "@/test/db";
import { opportunityWorkspace } from "@/test/opportunities";
import { uploadFile } from "@/test/stored-file";

let ctx: Ctx;
let ids: { ann: string; bob: string; deal: string };
const { create, update } = contactOperations;

/** Two people in one opportunity, one of them edited. */
beforeEach(async () => {
  ({ admin: ctx } = await opportunityWorkspace());
  const made = await create(ctx, { firstName: "Annegret", lastName: "Field", notes: "Likes tea" });
  const ann = await update(ctx, { id: made.id, version: made.version, lastName: "Hill", doNotCall: true });
  const bob = await create(ctx, { firstName: "Bob", lastName: "Moor" });
  const deal = await createOpportunity(ctx, { name: "Rollout" });
  await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId: ann.id });
  await addOpportunityContact(ctx, { id: deal.id, version: 2, contactId: bob.id });
  ids = { ann: ann.id, bob: bob.id, deal: deal.id };
});

/** A request of a person, as the audit log has it; `name` and `about` may be those of another event. */
async function requested({
  name = "contact.erasureRequested",
  about = ids.ann,
  closed = false,
  data = {},
} = {}): Promise<string> {
  const [eventId, id] = [newId(), newId()];
  await adminQuery(
    `insert into events (id, tenant_id, name, entity, entity_id, actor, actor_member_id, data, request_id)
     values ($1, $2, $3, 'contact', $4, $5, $6, $7, 'test')`,
    [eventId, ctx.tenant.id, name, about, { type: "user", memberId: ctx.member?.id }, ctx.member?.id, data],
  );
  await adminQuery(
    `insert into privacy_requests (tenant_id, id, entity, entity_id, event_id, closed_at)
     values ($1, $2, 'contact', $3, $4, case when $5 then now() end)`,
    [ctx.tenant.id, id, ids.ann, eventId, closed],
  );
  return id;
}

const redact = async (request: string, most = 100, as = ctx) =>
  (
    await tenantSql<{ n: number }>(
      as.tenant.id,
      as.db,
      Prisma.sql`select redact_events(${request}::uuid, ${most}::int, true) as n`,
    )
  )[0]?.n;
const redactMentions = async (request: string, most = 100, after = firstId, as = ctx) =>
  (
    await tenantSql<{ last: string | null }>(
      as.tenant.id,
      as.db,
      Prisma.sql`select redact_mentions(${request}::uuid, ${after}::uuid, ${most}::int) as last`,
    )
  )[0]?.last;
const events = () =>
  adminQuery<{ id: string; name: string; before: unknown; after: unknown; data: unknown }>(
    "select * from events where tenant_id = $1 order by id",
    [ctx.tenant.id],
  );
const payloads = async () => JSON.stringify((await events()).map(({ before, after, data }) => [before, after, data]));

describe("the events about a person", () => {
  test("lose what says something of them, and keep who did what and when; others stay as they are", async () => {
    const request = await requested();
    const before = await events();
    expect(JSON.stringify(before)).toContain("Annegret");
    expect(await redact(request)).toBe(3);
    expect(await redact(request)).toBe(0);
    const after = await events();
    const facts = (rows: typeof after) => rows.map(({ before: _b, after: _a, data: _d, ...rest }) => rest);
    expect(facts(after)).toEqual(facts(before));
    expect(await payloads()).not.toMatch(/Annegret|Field|Hill|Likes tea/);
    expect(await payloads()).toContain("Bob Moor");
    const changed = after.find(({ name }) => name === "contact.updated");
    expect(changed).toMatchObject({ before: { lastName: "Erased" }, after: { lastName: "Erased", doNotCall: true } });
    const added = after.filter(({ name }) => name === "opportunity.contactAdded").map(({ data }) => data);
    expect(added).toMatchObject([{ contact: "a person", stance: "neutral" }, { contact: "Bob Moor" }]);
  });

  test("lose the values of fields that the workspace has added", async () => {
    const given = { entity: "contact", kind: "text", label: "Passport" } as const;
    const { key } = await createCustomField(ctx, given);
    const now = await later(ctx);
    const { version } = await contactOperations.get(now, { id: ids.ann });
    await update(now, { id: ids.ann, version, custom: { [key]: "C01X00T47" } });
    const request = await requested();
    expect(await payloads()).toContain("C01X00T47");
    expect(await redact(request)).toBe(4);
    expect(await payloads()).not.toContain("C01X00T47");
    expect(await payloads()).toContain(`"${customName(key)}":"Erased"`);
  });

  test("lose the name and former addresses of the person in names of files of other records, and nothing else there", async () => {
    const ofDeal = { entity: "opportunity", recordId: ids.deal } as const;
    for (const name of [
      "CV of Annegret Hill.txt",
      "ANNEGRET_FIELD.txt",
      "annegret field.txt",
      "Bob Moor.txt",
      "Hill.txt",
      "Fields of rye.txt",
    ])
      await uploadFile(ctx, Buffer.from("x"), { ...ofDeal, name });
    const emails = (value: string) => [{ value, type: "work" }];
    const ann = await contactOperations.get(ctx, { id: ids.ann });
    const first = await update(ctx, { id: ids.ann, version: ann.version, emails: emails("ann@firm.example") } as never);
    await update(ctx, { id: ids.ann, version: first.version, emails: emails("a.hill@firm.example") } as never);
    await uploadFile(ctx, Buffer.from("x"), { ...ofDeal, name: "From ann@firm.example.txt" });
    const known = knownTexts(["Annegret Field", "Annegret Hill", "ann@firm.example", "a.hill@firm.example"]);
    const request = await requested({
      data: { known: known.texts, mentions: { ...patternsOf(known, []), choices: {} } },
    });
    expect(await redactMentions(request)).toBeNull();
    const named = (await events()).filter(({ name }) => name === "opportunity.fileAdded").map(({ data }) => data);
    expect(named).toMatchObject([
      { name: "CV of Erased.txt" },
      { name: "Erased.txt" },
      { name: "annegret field.txt" },
      { name: "Bob Moor.txt" },
      { name: "Hill.txt" },
      { name: "Fields of rye.txt" },
      { name: "From Erased.txt" },
    ]);
  });

  test("of access, members, keys, exports, billing and the workspace stay, and so does what the request does not know", async () => {
    const said = { name: "For Annegret Hill, a.hill@firm.example and Bob Moor, 312 555-0142" };
    const kinds = ["member", "access", "apiKey", "recordExport", "billing", "workspace", "team", "supportAccess"];
    for (const kind of [...kinds, "opportunity", "tag"])
      await adminQuery(
        `insert into events (id, tenant_id, name, entity, entity_id, actor, before, after, data, request_id)
         values ($1, $2, $3, $4, $5, '{"type":"system"}', $6, $6, $6, 'test')`,
        [newId(), ctx.tenant.id, `${kind}.noted`, kind, newId(), said],
      );
    const noted = async () =>
      (await events()).filter(({ name }) => name.endsWith(".noted")).map(({ name, after }) => ({ name, after }));
    const before = await noted();
    const known = ["annegret hill", "hill", "a.hill@firm.example", "+1 312 555 0142", "12"];
    const everything = { sure: ".+", every: ".+", rough: "hill", addresses: "(?!)", choices: {}, shared: [] };
    await redactMentions(await requested({ data: { known, mentions: everything } }));
    expect(await noted()).toEqual(before);
    const wide = { ...everything, sure: "Annegret Hill|For|Bob Moor|a\\.hill@firm\\.example|312 555-0142" };
    await redactMentions(await requested({ data: { known, mentions: wide } }));
    const named = (await noted()).filter(({ after }) => JSON.stringify(after) !== JSON.stringify(said));
    expect(named).toEqual(
      ["opportunity", "tag"].map((kind) => ({
        name: `${kind}.noted`,
        after: { name: "For Erased, Erased and Bob Moor, Erased" },
      })),
    );
  });

  test("are erased part by part", async () => {
    const request = await requested();
    expect([await redact(request, 2), await redact(request, 2), await redact(request, 2)]).toEqual([2, 1, 0]);
  });

  test.each([
    ["of a request that is closed", () => requested({ closed: true })],
    ["without a request in the audit log", () => requested({ name: "contact.updated" })],
    ["of a request about another person", () => requested({ about: ids.bob })],
    ["of no request", async () => newId()],
  ])("stay %s", async (_title, request) => {
    const id = await request();
    const before = await events();
    await expect(redact(id)).rejects.toThrow("no open privacy request");
    await expect(redactMentions(id)).rejects.toThrow("no open privacy request");
    expect(await events()).toEqual(before);
  });

  test("stay for another workspace, and for everyone by any other way", async () => {
    const request = await requested();
    const before = await events();
    const foreign = await (await testWorkspace()).role("admin");
    await expect(redact(request, 100, foreign)).rejects.toThrow("no open privacy request");
    await expect(redactMentions(request, 100, firstId, foreign)).rejects.toThrow("no open privacy request");
    const write = Prisma.sql`update events set data = '{}' where tenant_id = ${ctx.tenant.id}::uuid returning 1 as done`;
    await expect(tenantSql(ctx.tenant.id, ctx.db, write)).rejects.toThrow("permission denied");
    const reopen = Prisma.sql`update privacy_requests set event_id = ${newId()}::uuid returning 1 as done`;
    await expect(tenantSql(ctx.tenant.id, ctx.db, reopen)).rejects.toThrow("permission denied");
    expect(await events()).toEqual(before);
  });
});
