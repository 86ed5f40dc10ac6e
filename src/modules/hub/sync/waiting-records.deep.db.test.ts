import "@/registry/register";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { contactOperations } from "@/modules/crm/contacts/operations";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { connectedWorkspace } from "@/test/hubspot-workspace";
import { rest, withKey } from "@/test/tenancy/doors";

let trial: HubSpotTrial;
beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());
beforeEach(() => trial.faults.reset());

/** A contact that was to be created in HubSpot while HubSpot was down. */
async function waiting() {
  const at = await connectedWorkspace(trial);
  await at.start();
  const body = { status: "error", category: "INTERNAL_ERROR", message: "Down", correlationId: "x" };
  trial.faults.add({ kind: "answer", method: "POST", path: "contacts/batch/upsert", status: 503, body } as never);
  const emails = [{ value: "lena@alder.example" }];
  const { id } = await contactOperations.create(at.ctx, { name: "Lena Falk", emails, jobTitle: "Buyer" });
  await at.runNow();
  const link = await at.ctx.db.syncLink.findFirstOrThrow({ where: { recordId: id } });
  expect([link.externalId, link.intentAt]).toEqual([null, expect.any(Date)]);
  return { ...at, id, there: () => trial.edit.all(at.portal, "contacts") };
}

test("a record that waits to be created there is created with its values of then", async () => {
  const { ctx, id, there, runNow } = await waiting();
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.update(ctx, { id, version, jobTitle: "Head buyer" });
  await runNow();
  expect(there().map(({ properties }) => properties.jobtitle)).toEqual(["Head buyer"]);
  expect(await ctx.db.syncLink.count({ where: { recordId: id, externalId: { not: null }, intentAt: null } })).toBe(1);
});

test("one that is archived while it waits is not created there", async () => {
  const { ctx, id, there, runNow } = await waiting();
  const { version } = await contactOperations.get(ctx, { id });
  await contactOperations.archive(ctx, { id, version });
  await runNow();
  expect(there()).toEqual([]);
  expect(await ctx.db.syncLink.count({ where: { recordId: id } })).toBe(0);
});

/** All pages at an address as one text. */
async function wholeOf(path: string, headers: Record<string, string>, cursor = ""): Promise<string> {
  const { status, body } = await rest("GET", `${path}?${new URLSearchParams(cursor ? { cursor } : {})}`, headers);
  expect(status).toBe(200);
  const { nextCursor } = body.data as { nextCursor?: string | null };
  return JSON.stringify(body) + (nextCursor ? await wholeOf(path, headers, nextCursor) : "");
}

test("who may see connections and no contacts reads neither their names nor their values", async () => {
  const { workspace, connectionId, portal, object, start, runNow } = await connectedWorkspace(trial);
  const emails = [{ value: "office@alder.example" }];
  const owner = await workspace.join("owner");
  const ctx = await workspace.as(owner);
  for (const name of ["Ben Meyer", "Bea Meyer"])
    await contactOperations.create(ctx, { name, emails, allowDuplicate: true });
  const { contacts } = trial.seed(portal, {
    contacts: [
      { properties: { lastname: "Meyer", email: "office@alder.example" } },
      { properties: { firstname: "Ana", lastname: "Ortiz", email: "ana@alder.example", jobtitle: "Buyer" } },
    ],
  });
  await start();
  const { id: objectId } = await object("contact");
  // A sentence with a name, and values of no field that is paired.
  await ctx.db.syncObject.updateMany({
    where: { id: objectId },
    data: { deletedThere: "ask", comparedAt: new Date(0) },
  });
  trial.edit.archive(portal, "contacts", contacts[1] ?? "");
  await runNow();
  const refused = { objectId, key: "refused", externalId: "9", code: "refusedHere", words: "Refused." };
  await ctx.db.syncProblem.create({ data: { ...refused, theirs: { fax: "Meyer 12" } } });
  const paths = [
    `/connections/${connectionId}/problems`,
    `/connections/${connectionId}/rehearsed`,
    `/connections/${connectionId}/changes`,
    `/sync-objects/${objectId}/rehearsal`,
  ];
  const read = async (scopes: string[]) => {
    const headers = await withKey(workspace.tenant.id, owner, scopes);
    return await Promise.all(paths.map((path) => wholeOf(path, headers)));
  };
  const names = /Meyer|Ortiz|Buyer|office@/;
  const [problems, ...others] = await read(["connection:view", "contact:view"]);
  expect(problems).toMatch(/Ana Ortiz was deleted.*Meyer 12|Meyer 12.*Ana Ortiz was deleted/);
  for (const answer of others) expect(answer).toMatch(names);
  for (const answer of await read(["connection:view"])) expect(answer).not.toMatch(names);
});
