import "@/registry/register";
import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { personalIn } from "@/lib/nouns/personal";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { setActivityRepeat } from "@/modules/crm/activities/series/operations/set-repeat";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { addOpportunityContact } from "@/modules/crm/opportunities/contacts/operations";
import { createOpportunity } from "@/modules/crm/opportunities/operations/all";
import { createCustomField } from "@/modules/platform/data/custom-fields/operations/write-field";
import { pathOf } from "@/modules/platform/data/exports/operations/files";
import { removeFile, renameFile } from "@/modules/platform/data/files/operations/change";
import { createView } from "@/modules/platform/data/views/operations/views";
import { listTimeline } from "@/modules/platform/history/events/operations/timeline";
import { partsOf, zipOf } from "@/modules/platform/workspace/tenants/exports/operations/files";
import type { Ctx } from "@/server/context";
import { newId } from "@/server/new-id";
import { personalPlaces } from "@/server/personal/places";
import { tenantFolder } from "@/server/tenant-folder";
import { later, type TestWorkspace } from "./ctx";
import { adminQuery } from "./db";
import { eraseEverywhere } from "./erase-person";
import { check, importAll, upload } from "./import-trial";
import { sampleOf } from "./noun-rows";
import { opportunityWorkspace } from "./opportunities";
import { plantSync } from "./plant-sync";
import { plantComments } from "./planted-comments";
import { uploadFile } from "./stored-file";
import { tenantTables } from "./tenant-tables";

/** It stands in every text on the person, and in none of anybody else. */
const planted = "planted";
const email = "plantedann@planted.example";

let workspace: TestWorkspace;
let ctx: Ctx;
beforeEach(async () => {
  ({ workspace } = await opportunityWorkspace());
  ctx = await workspace.role("owner");
});

/** A value for every personal field that people fill in, from the declarations. */
const plantedFields = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    personalIn(fields)
      .filter(([, field]: [string, Field]) => !field.derived && !field.computed)
      .map(([name, field]) => {
        const marker = `${planted}${name.toLowerCase()}`;
        return [inputName(name, field), sampleOf(field, { marker, memberId: ctx.member?.id ?? "", ids: {} })];
      }),
  );

const about = (id: string) => [{ entity: "contact", id }];

async function makeContact() {
  const { fields } = contactOperations.noun;
  const { lifecycleReason: _reason, ...values } = plantedFields(fields);
  const custom = await createCustomField(ctx, { entity: "contact", kind: "text", label: "Passport" });
  ctx = await later(ctx);
  const given = { ...values, emails: [{ value: email, type: "work" }], custom: { [custom.key]: `${planted}passport` } };
  return await contactOperations.create(ctx, { ...given, externalId: `${planted}id`, externalSource: "Old" } as never);
}

/** Texts elsewhere that mention the person. */
const elsewhere = {
  async failures(id: string) {
    const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1 limit 1", [id]);
    const of = { entity: "contact", entityId: id, eventId: event?.id ?? "" };
    const run = { job: "send", runId: "1", eventName: "contact.created", status: "failed", reason: `No ${email}` };
    await ctx.db.jobRun.create({ data: { ...of, ...run }, select: { id: true } });
    await ctx.db.eventDelivery.create({ data: { ...of, consumer: "test", reason: `Refused ${email}` } });
  },
  async importMappings() {
    const choices = { owner: { [email]: { do: "replace", text: email } } };
    const options = { constants: { city: { do: "replace", text: email } } };
    const data = { name: "People", nameKey: "people", entity: "contact", columns: [], options, choices };
    await ctx.db.importMapping.create({ data: { ...data, createdById: ctx.member?.id ?? "" } });
  },
  savedViews: () =>
    createView(ctx, {
      noun: "contact",
      name: "Mine",
      state: { conditions: [{ field: "emails", op: "is", value: email }] },
    } as never),
};

/** Fills each place beside the record itself, by the keys of the places. */
const plants: Record<string, (id: string) => Promise<unknown>> = {
  async linkedRecords(id) {
    const given = { ...plantedFields(activityOperations.noun.fields), about: about(id) };
    await activityOperations.create(ctx, given as never);
    const gone = await activityOperations.create(ctx, given as never);
    await activityOperations.delete(ctx, { id: gone.id, version: gone.version });
  },
  async stays(id) {
    for (const lifecycle of ["customer", "sql", "mql"] as const) {
      const { version } = await contactOperations.get(ctx, { id });
      const lifecycleReason = lifecycle === "customer" ? null : `${planted} back to ${lifecycle}`;
      await contactOperations.update(ctx, { id, version, lifecycle, lifecycleReason });
    }
  },
  syncedRecords: (id) => plantSync(ctx.db, id, planted),
  linkData: (id) =>
    adminQuery("update record_links set data = $2 where to_id = $1", [id, { role: `${planted} chair` }]),
  answers: (id) =>
    ctx.db.idempotencyKey.createMany({
      data: [
        {
          memberId: ctx.member?.id ?? "",
          key: "one",
          requestHash: "x",
          status: 200,
          body: { data: { id, text: planted } },
        },
        { memberId: ctx.member?.id ?? "", key: "two", requestHash: "x", status: 200, body: { data: [email] } },
      ],
    }),
  async series(id) {
    const given = {
      ...plantedFields(activityOperations.noun.fields),
      about: about(id),
      startsAt: "2026-12-01T10:00:00Z",
    };
    const made = await activityOperations.create(ctx, given as never);
    await setActivityRepeat(ctx, { id: made.id, version: made.version, rule: { every: 1, unit: "day" } as never });
  },
  async importRows() {
    const file = `Email,Department,Chess club\n${email},${planted} department,${planted} club\n`;
    await importAll(ctx, { "contacts.csv": file });
    // In the row of another record, in a column that no field has.
    await importAll(ctx, { "accounts.csv": `Name,Our contact\nAlder Ports,${email}\n` });
    const draft = await upload(ctx, { "more-contacts.csv": `Email,Job title\n${email},${planted} title\n` });
    await check(ctx, draft.id);
    // Others of the person's name, whom the check lists as such.
    const named = `${planted}firstname ${planted}lastname`;
    const namesakes = await upload(ctx, {
      "namesakes.csv": `Name,Phone\n${named},+1 312 555 0191\n${named},+1 312 555 0192\n`,
    });
    await check(ctx, namesakes.id);
  },
  comments: (personId) => plantComments(ctx, { personId, planted, email }),
  async notifications(id) {
    const [event] = await adminQuery<{ id: string }>("select id from events where entity_id = $1 limit 1", [id]);
    const of = {
      entity: "contact",
      recordId: id,
      eventId: event?.id ?? "",
      type: "contactAssigned",
      groupKey: planted,
    };
    await ctx.db.notification.create({
      data: { ...of, memberId: ctx.member?.id ?? "", at: new Date(), shownFrom: new Date() },
    });
  },
  async recordExports() {
    const request = { noun: "contact", list: { q: email }, format: "csv", values: "mine" };
    const row = { requestId: "r", noun: "contact", request, status: "done", rowsTotal: 1, rowsBeyond: 0 };
    const made = await ctx.db.recordExport.create({
      data: { ...row, askedById: ctx.member?.id ?? "", expiresAt: new Date(Date.now() + 60_000) },
    });
    await writeFile(await pathOf(ctx.tenant.id, made.id), `Name\n${planted}\n`);
  },
  async bulkRuns(id) {
    const [one] = await ctx.db.recordLink.findMany({ where: { toId: id }, take: 1 });
    const run = await ctx.db.bulkRun.create({
      data: {
        ...{ noun: "contact", change: { type: "set", value: email }, selection: { all: { q: email } }, status: "done" },
        ...{ askedById: ctx.member?.id ?? "", requestId: "r", total: 2, batchRows: 200 },
      },
    });
    const row = { runId: run.id, version: 1, state: "changed", name: planted, before: { patch: { notes: planted } } };
    for (const recordId of [id, one?.fromId ?? id])
      await ctx.db.bulkRunRow.upsert({
        where: { tenantId_runId_recordId: { tenantId: ctx.tenant.id, runId: run.id, recordId } },
        create: { ...row, recordId },
        update: {},
      });
  },
  async exports() {
    const finishedAt = new Date();
    const row = { askedById: ctx.member?.id ?? "", status: "done", finishedAt, expiresAt: finishedAt };
    const { id } = await ctx.db.workspaceExport.create({ data: row });
    await mkdir(dirname(zipOf(ctx.tenant.id, id)), { recursive: true });
    await writeFile(zipOf(ctx.tenant.id, id), `${planted} zip`);
    const open = await ctx.db.workspaceExport.create({ data: { ...row, status: "running", expiresAt: null } });
    await writeFile(join(await partsOf(ctx.tenant.id, open.id), "records.contacts.csv"), `${planted} row`);
  },
  ownHistory: async () => {},
  async history(id) {
    const deal = await createOpportunity(ctx, { name: "Rollout" });
    await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId: id });
  },
  async files(id) {
    await uploadFile(ctx, Buffer.from("1"), { entity: "contact", recordId: id, name: `${planted} one.txt` });
    const other = await accountOperations.create(ctx, { name: "Alder Ports" });
    const of = { entity: "account", recordId: other.id } as const;
    const file = await uploadFile(ctx, Buffer.from("2"), { ...of, name: `To ${email}.txt` });
    await renameFile(ctx, { id: file.id, version: file.version, name: `For ${email.toUpperCase()}.txt` });
    const gone = await uploadFile(ctx, Buffer.from("3"), { ...of, name: `From ${email}.txt` });
    await removeFile(ctx, { id: gone.id, version: gone.version });
  },
  async mentions(id) {
    for (const plant of Object.values(elsewhere)) await plant(id);
  },
  // The name is in the record: its words are known since it was saved.
  searchWords: async () => undefined,
};

/** The tables of the workspace, and those of nobody, that still hold a text; as it is, and as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const own = await tenantTables(adminQuery);
  const others = await adminQuery<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and not relispartition
       and relnamespace = 'public'::regnamespace and relname <> all($1) and relname <> '_prisma_migrations'`,
    [own],
  );
  const pattern = `${text}|${Buffer.from(text).toString("hex")}`;
  const found: string[] = [];
  for (const [name, where] of [
    ...own.map((table) => [table, `tenant_id = '${ctx.tenant.id}'`] as const),
    ...others.map(({ name: table }) => [table, "true"] as const),
  ]) {
    const rows = await adminQuery(`select 1 from ${name} t where ${where} and t::text ~* $1 limit 1`, [pattern]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** The files of the workspace that hold the text. */
async function filesWith(text: string): Promise<string[]> {
  const folder = tenantFolder(ctx.tenant.id);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return [];
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const found = [];
  for (const { parentPath, name } of files)
    if ((await readFile(join(parentPath, name), "utf8")).includes(text)) found.push(name);
  return found;
}

const anonymized = async (id: string) => {
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.anonymize(ctx, { id, version });
  await eraseEverywhere(workspace.system, id);
};

describe("a person who is anonymised", () => {
  test("is in no place any more, of all that the declarations name", async () => {
    expect(Object.keys(plants).sort()).toEqual(
      personalPlaces()
        .map(({ key }) => key)
        .sort(),
    );
    const { id } = await makeContact();
    for (const { key } of personalPlaces()) await plants[key]?.(id);
    const before = await tablesWith(planted);
    for (const table of ["contacts", "activities", "activity_series", "events", "import_rows", "import_changes"])
      expect(before).toContain(table);
    for (const table of ["search_documents", "search_words", "record_keys", "custom_values", "record_stays"])
      expect(before).toContain(table);
    for (const table of [
      "idempotency_keys",
      "saved_views",
      "import_mappings",
      "job_runs",
      "event_deliveries",
      "record_links",
      "bulk_run_rows",
      "comments",
      "comment_edits",
    ])
      expect(before).toContain(table);
    expect(await filesWith(planted)).toHaveLength(3);
    await anonymized(id);
    expect(await tablesWith(planted)).toEqual([]);
    expect(await tablesWith("13125550142")).toEqual([]);
    expect(await filesWith(planted)).toEqual([]);
    expect(await ctx.db.privacyRequest.count({ where: { closedAt: null } })).toBe(0);
  });

  test("stays in the history as a person, archived, with the part in an opportunity", async () => {
    const { id, owner } = await makeContact();
    const deal = await createOpportunity(ctx, { name: "Rollout" });
    await addOpportunityContact(ctx, { id: deal.id, version: 1, contactId: id });
    await anonymized(id);
    const now = await contactOperations.get(ctx, { id });
    expect(now).toMatchObject({ name: "A person", firstName: null, emails: null, externalId: null, owner });
    expect(now.archivedAt).not.toBeNull();
    expect(Object.values(now.custom)).toEqual([null]);
    const history = await listTimeline(ctx, { entity: "opportunity", id: deal.id });
    expect(JSON.stringify(history)).toContain("a person");
    const [part] = await ctx.db.opportunityContact.findMany({ where: { opportunityId: deal.id } });
    expect(part?.contactId).toBe(id);
    await expect(contactOperations.delete(ctx, { id, version: now.version })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("is a new record when a file brings them again, and an earlier edit is not taken back", async () => {
    const { id, version } = await makeContact();
    await anonymized(id);
    await expect(contactOperations.update(ctx, { id, version, firstName: "Ann" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const done = await importAll(ctx, { "contacts.csv": `Email,First name\n${email},Ann\n` });
    expect(done).toMatchObject({ status: "done", created: 1, updated: 0 });
    expect(await contactOperations.get(ctx, { id })).toMatchObject({ name: "A person" });
  });

  test("stays a member, who is named before", async () => {
    const member = await workspace.join("member");
    const { id } = await contactOperations.create(ctx, {
      firstName: "Mem",
      lastName: "Ber",
      emails: [{ value: member.email.toUpperCase(), type: "work" }],
    });
    expect(await contactOperations.checkAnonymize(ctx, { id })).toEqual({
      ...{ linked: [], elsewhere: [], mentions: [], complete: true, alike: 0 },
      member: member.name,
    });
    await anonymized(id);
    expect(await ctx.db.member.findFirst({ where: { id: member.id } })).toMatchObject({ email: member.email });
  });

  test("takes texts along whose record is about others too, and says so before", async () => {
    const { id } = await makeContact();
    const other = await contactOperations.create(ctx, { firstName: "Bob", lastName: "Moor", notes: "Likes tea" });
    const links = [...about(id), ...about(other.id)];
    const call = await activityOperations.create(ctx, { name: "Call both", description: "They agreed", about: links });
    expect((await contactOperations.checkAnonymize(ctx, { id })).linked).toEqual(["1 activity: Call both"]);
    await anonymized(id);
    expect(await activityOperations.get(ctx, { id: call.id })).toMatchObject({
      name: "An activity",
      description: null,
    });
    expect(await contactOperations.get(ctx, { id: other.id })).toMatchObject({ name: "Bob Moor" });
  });

  test("leaves people and rows of others as they are", async () => {
    const { id } = await makeContact();
    await importAll(ctx, { "contacts.csv": "Email,First name,Last name\nbob@moor.example,Bob,Moor\n" });
    const cells = () => adminQuery("select cells from import_rows where tenant_id = $1", [ctx.tenant.id]);
    const before = await cells();
    await anonymized(id);
    expect(await cells()).toEqual(before);
    const { rows } = await contactOperations.list(ctx, {});
    expect(rows.map(({ name }) => name)).toEqual(["Bob Moor"]);
  });
});

describe("the file of a person", () => {
  test("holds the record and what every place holds that is read, and the log says who took it", async () => {
    const { id } = await makeContact();
    for (const { key } of personalPlaces()) await plants[key]?.(id);
    const { name, content } = await contactOperations.exportPersonal(ctx, { id });
    expect(name).toMatch(/^plantedfirstname-plantedlastname-\d{4}-\d{2}-\d{2}\.json$/);
    const file = JSON.parse(content) as Record<string, unknown>;
    const read = personalPlaces().flatMap(({ key, read }) => (read ? [key] : []));
    expect(Object.keys(file)).toEqual(["format", "exportedAt", "workspace", "contact", ...read]);
    for (const key of ["contact", "linkedRecords", "stays", "series", "importRows", "history"])
      expect(JSON.stringify(file[key]), key).toContain(planted);
    expect(file.contact).toMatchObject({ "First name": "plantedfirstname", Passport: "plantedpassport" });
    const [event] = await adminQuery("select actor_member_id from events where name = 'contact.personalDataExported'");
    expect(event).toEqual({ actor_member_id: ctx.member?.id });
  });
});

describe("only an owner or admin who just proved who they are", () => {
  test.each(["anonymize", "exportPersonal"] as const)("may %s", async (verb) => {
    const { id, version } = await makeContact();
    const call = (by: Ctx) => contactOperations[verb](by, { id, version } as never);
    for (const role of ["manager", "member", "viewer"] as const)
      await expect(call(await workspace.role(role))).rejects.toMatchObject({ code: "FORBIDDEN" });
    const admin = await workspace.role("admin");
    const stale = { ...admin, actor: { ...admin.actor, confirmedAt: new Date(0) } } as Ctx;
    await expect(call(stale)).rejects.toMatchObject({ details: { reason: "confirm" } });
    const member = await workspace.join("owner");
    const key = await workspace.as(member, { scopes: ["contact:view", "contact:edit", "contact:delete"] });
    await expect(call(key)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await contactOperations.get(ctx, { id })).toMatchObject({ version });
    expect(await call(admin)).toBeTruthy();
  });

  test("may anonymise a version that they saw", async () => {
    const { id, version } = await makeContact();
    await contactOperations.update(ctx, { id, version, jobTitle: "Buyer" });
    await expect(contactOperations.anonymize(ctx, { id, version })).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(contactOperations.anonymize(ctx, { id: newId(), version: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
