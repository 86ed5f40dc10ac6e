import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, type HubSpotServer, hubspotServer } from "./client.fixture";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

function connected() {
  const portal = server.portal();
  return { portal, sdk: server.client(portal) };
}

const inputs = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ properties: { firstname: `N${n}`, email: `n${n}@batch.example` } }));

describe("a batch", () => {
  it("creates 100 records and answers 201; 101 are refused, and nothing is written", async () => {
    const { portal, sdk } = connected();
    const response = await fetch(`${server.url}/crm/v3/objects/contacts/batch/create`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.grant(portal).accessToken}` },
      body: JSON.stringify({ inputs: inputs(100) }),
    });
    expect(response.status).toBe(201);
    const { status, results } = (await response.json()) as { status: string; results: unknown[] };
    expect([status, results.length]).toEqual(["COMPLETE", 100]);
    const other = connected();
    expect(await bodyOf(other.sdk.crm.contacts.batchApi.create({ inputs: inputs(101) }))).toMatchObject({
      code: 400,
      body: { category: "VALIDATION_ERROR" },
    });
    expect(server.edit.all(other.portal, "contacts")).toEqual([]);
    const page = await sdk.crm.contacts.basicApi.getPage(100);
    expect(page.results).toHaveLength(100);
  });

  it("of 100 with 3 bad inputs writes 97 and names the ids of the 3", async () => {
    const { portal, sdk } = connected();
    const { contacts: ids } = server.seed(portal, { contacts: inputs(98) });
    const changes = ids.map((id, n) => ({ id, properties: n === 5 ? { nps_score: "many" } : { firstname: "New" } }));
    const missing = ["900001", "900002"].map((id) => ({ id, properties: { firstname: "New" } }));
    const before = server.calls.counts().writes;
    const answer = await sdk.crm.contacts.batchApi.update({ inputs: [...changes, ...missing] as never });
    expect(answer.results).toHaveLength(97);
    const { numErrors, errors = [] } = answer as typeof answer & { numErrors?: number; errors?: unknown[] };
    expect(numErrors).toBe(3);
    expect(errors).toMatchObject([
      { category: "VALIDATION_ERROR", context: { ids: [ids[5]] }, message: expect.stringContaining("many") },
      { category: "OBJECT_NOT_FOUND", context: { ids: ["900001", "900002"] } },
    ]);
    expect(server.edit.read(portal, "contacts", ids[5] ?? "")?.properties.firstname).toBe("N5");
    expect(server.calls.counts().writes - before).toBe(97);
  });

  it("is refused as a whole where the portal does so", async () => {
    const strict = await hubspotServer({ hubspot: { badInput: "whole" } });
    const portal = strict.portal();
    const bad = [...inputs(2), { properties: { nope: "1" } }];
    const create = strict.client(portal).crm.contacts.batchApi.create({ inputs: bad as never });
    expect((await bodyOf(create)).code).toBe(400);
    expect(strict.edit.all(portal, "contacts")).toEqual([]);
    await strict.stop();
  });

  it("names a refused creation by the trace that the client gave it", async () => {
    const { sdk } = connected();
    const given = [...inputs(1), { properties: { nope: "1" }, objectWriteTraceId: "row-2" }];
    const answer = await sdk.crm.contacts.batchApi.create({ inputs: given as never });
    expect(answer.results).toHaveLength(1);
    expect("errors" in answer ? answer.errors : []).toMatchObject([{ context: { objectWriteTraceId: ["row-2"] } }]);
  });

  it("makes one contact of two upserts by e-mail", async () => {
    const { portal, sdk } = connected();
    const upsert = (id: string, firstname: string) =>
      sdk.crm.contacts.batchApi.upsert({ inputs: [{ id, idProperty: "email", properties: { firstname } }] });
    const [one, two] = [await upsert("Ada@One.example", "Ada"), await upsert("ada@one.example ", "Ada L.")];
    expect([one.results[0]?._new, two.results[0]?._new]).toEqual([true, false]);
    expect(two.results[0]?.id).toBe(one.results[0]?.id);
    expect(server.edit.all(portal, "contacts").map(({ properties }) => properties)).toEqual([
      { email: "ada@one.example", firstname: "Ada L." },
    ]);
  });

  it("reads the history of properties: value, time, and who wrote", async () => {
    const { portal, sdk } = connected();
    const { id } = await sdk.crm.contacts.basicApi.create({ properties: { email: "a@b.example", phone: "1" } });
    server.edit.change(portal, "contacts", id, { phone: "2" });
    await sdk.crm.contacts.basicApi.update(id, { properties: { phone: "" } });
    const { results } = await sdk.crm.contacts.batchApi.read({
      inputs: [{ id: "A@b.example" }],
      idProperty: "email",
      properties: ["phone"],
      propertiesWithHistory: ["phone"],
    });
    expect(results[0]?.properties.phone).toBeNull();
    const versions = results[0]?.propertiesWithHistory?.phone ?? [];
    expect(versions.map(({ value, sourceType, sourceId }) => [value, sourceType, sourceId])).toEqual([
      ["", "INTEGRATION", "330047"],
      ["2", "CRM_UI", expect.stringMatching(/^userId:\d+$/)],
      ["1", "INTEGRATION", "330047"],
    ]);
    expect(versions[0]?.timestamp).toBeInstanceOf(Date);
  });

  it("reads what there is, and names the ids that there are not", async () => {
    const { portal, sdk } = connected();
    server.seed(portal, { contacts: [{ id: "5", properties: { firstname: "A" } }] });
    const answer = await sdk.crm.contacts.batchApi.read({
      inputs: [{ id: "5" }, { id: "6" }],
      properties: ["firstname"],
      propertiesWithHistory: [],
    });
    expect(answer.results.map(({ id }) => id)).toEqual(["5"]);
    expect("errors" in answer ? answer.errors : []).toMatchObject([
      { category: "OBJECT_NOT_FOUND", context: { ids: ["6"] } },
    ]);
  });

  it("archives, and takes no record twice", async () => {
    const { portal, sdk } = connected();
    const { contacts: ids } = server.seed(portal, { contacts: inputs(3) });
    await sdk.crm.contacts.batchApi.archive({ inputs: [{ id: ids[0] ?? "" }, { id: "900001" }] });
    expect(server.edit.all(portal, "contacts")).toHaveLength(2);
    const twice = [ids[1], ids[1]].map((id) => ({ id: id ?? "", properties: { firstname: "New" } }));
    expect((await bodyOf(sdk.crm.contacts.batchApi.update({ inputs: twice }))).code).toBe(400);
  });
});

describe("a contact", () => {
  it("has an e-mail address of its own: a second one is refused with the id of the first", async () => {
    const { portal, sdk } = connected();
    const { id } = await sdk.crm.contacts.basicApi.create({ properties: { email: "ada@one.example" } });
    const again = sdk.crm.contacts.basicApi.create({ properties: { email: " ADA@one.example" } });
    expect(await bodyOf(again)).toMatchObject({
      code: 409,
      body: { category: "CONFLICT", message: `Contact already exists. Existing ID: ${id}` },
    });
    expect(server.edit.all(portal, "contacts")).toHaveLength(1);
  });

  it("is erased for good", async () => {
    const { portal, sdk } = connected();
    const { id } = await sdk.crm.contacts.basicApi.create({ properties: { email: "ada@one.example" } });
    const body = { objectId: "ada@one.example", idProperty: "email" };
    const answer = await sdk.apiRequest({ method: "POST", path: "/crm/v3/objects/contacts/gdpr-delete", body });
    expect(answer.status).toBe(204);
    expect(server.edit.read(portal, "contacts", id)).toBeUndefined();
    expect((await sdk.crm.contacts.basicApi.getPage(10, undefined, [], [], [], true)).results).toEqual([]);
  });
});

describe("archive, restore and merge", () => {
  it("archives: listed as archived, found by no id and no search, and restored by a person", async () => {
    const { portal, sdk } = connected();
    const { id } = await sdk.crm.companies.basicApi.create({ properties: { name: "Halden" } });
    await sdk.crm.companies.basicApi.archive(id);
    const archived = await sdk.crm.companies.basicApi.getPage(10, undefined, [], [], [], true);
    expect(archived.results[0]).toMatchObject({ id, archived: true, archivedAt: expect.any(Date) });
    expect((await bodyOf(sdk.crm.companies.basicApi.getById(id))).code).toBe(404);
    expect((await sdk.crm.companies.basicApi.getPage(10)).results).toEqual([]);
    expect((await sdk.crm.companies.searchApi.doSearch({ limit: 10 })).total).toBe(0);
    expect((await bodyOf(sdk.crm.companies.basicApi.update(id, { properties: { name: "B" } }))).code).toBe(404);
    server.edit.restore(portal, "companies", id);
    expect((await sdk.crm.companies.basicApi.getById(id)).properties.name).toBe("Halden");
  });

  it("merges: the old id resolves to the record that stays, which takes what it lacks", async () => {
    const { portal, sdk } = connected();
    server.seed(portal, {
      contacts: [
        { id: "1", properties: { email: "a@one.example", firstname: "Ada" } },
        { id: "2", properties: { email: "b@one.example", firstname: "Bea", phone: "+49 30 1" } },
      ],
      companies: [{ id: "3", properties: { name: "Halden" } }],
      associations: [["contacts", "2", "companies", "3", true]],
    });
    const body = { primaryObjectId: "1", objectIdToMerge: "2" };
    const answer = await sdk.apiRequest({ method: "POST", path: "/crm/v3/objects/contacts/merge", body });
    expect(answer.status).toBe(200);
    const found = await sdk.crm.contacts.basicApi.getById("2", ["firstname", "phone", "hs_additional_emails"]);
    expect(found.id).toBe("1");
    expect(found.properties).toMatchObject({
      firstname: "Ada",
      phone: "+49 30 1",
      hs_additional_emails: "b@one.example",
    });
    const { results } = await sdk.crm.contacts.batchApi.read({
      inputs: [{ id: "2" }],
      properties: ["associatedcompanyid"],
      propertiesWithHistory: [],
    });
    expect(results.map(({ id, properties }) => [id, properties.associatedcompanyid])).toEqual([["1", "3"]]);
    const again = sdk.crm.contacts.basicApi.create({ properties: { email: "b@one.example" } });
    expect((await bodyOf(again)).body.message).toContain("Existing ID: 1");
    expect((await sdk.crm.contacts.basicApi.getPage(10)).results.map(({ id }) => id)).toEqual(["1"]);
  });
});
