import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, type HubSpotServer, hubspotServer } from "./client.fixture";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

const PEOPLE = {
  contacts: [
    { id: "1", properties: { firstname: "Ada" } },
    { id: "2", properties: { firstname: "Bea" } },
  ],
  companies: [
    { id: "11", properties: { name: "Halden" } },
    { id: "12", properties: { name: "Birch" } },
  ],
  deals: [{ id: "21", properties: { dealname: "Rollout" } }],
};

function filled(associations: [string, string, string, string, boolean][] = []) {
  const portal = server.portal();
  server.seed(portal, { ...PEOPLE, associations });
  return { portal, sdk: server.client(portal) };
}

type Sdk = ReturnType<typeof filled>["sdk"];

/** The ids that a record is associated with, each with its types. */
async function targets(sdk: Sdk, from: string, to: string, id: string) {
  const { results } = await sdk.crm.associations.v4.batchApi.getPage(from, to, { inputs: [{ id }] });
  return results.flatMap((each) =>
    each.to.map(({ toObjectId, associationTypes }) => [
      String(toObjectId),
      associationTypes.map(({ typeId }) => typeId).join(" "),
    ]),
  );
}

const typed = (associationTypeId: number) => ({
  associationCategory: "HUBSPOT_DEFINED" as never,
  associationTypeId,
});

describe("an association", () => {
  it("is seen from both sides, and the first company is the primary one", async () => {
    const { sdk } = filled();
    await sdk.crm.associations.v4.batchApi.create("contacts", "companies", {
      inputs: [
        { _from: { id: "1" }, to: { id: "11" }, types: [typed(279)] },
        { _from: { id: "1" }, to: { id: "12" }, types: [typed(279)] },
      ],
    });
    expect(await targets(sdk, "contacts", "companies", "1")).toEqual([
      ["11", "1 279"],
      ["12", "279"],
    ]);
    expect(await targets(sdk, "companies", "contacts", "11")).toEqual([["1", "2 280"]]);
    await sdk.crm.associations.v4.batchApi.create("companies", "contacts", {
      inputs: [{ _from: { id: "12" }, to: { id: "1" }, types: [typed(2)] }],
    });
    expect(await targets(sdk, "contacts", "companies", "1")).toEqual([
      ["11", "279"],
      ["12", "1 279"],
    ]);
    expect((await sdk.crm.contacts.basicApi.getById("1", ["associatedcompanyid"])).properties.associatedcompanyid).toBe(
      "12",
    );
  });

  it("leads from deals to contacts and companies, and is archived from the other side", async () => {
    const { sdk } = filled();
    await sdk.crm.associations.v4.batchApi.createDefault("deals", "contacts", {
      inputs: [{ _from: { id: "21" }, to: { id: "1" } }],
    });
    await sdk.crm.associations.v4.basicApi.create("deals", "21", "companies", "11", [typed(341)]);
    expect(await targets(sdk, "deals", "contacts", "21")).toEqual([["1", "3"]]);
    expect(await targets(sdk, "companies", "deals", "11")).toEqual([["21", "6 342"]]);
    await sdk.crm.associations.v4.batchApi.archive("contacts", "deals", {
      inputs: [{ _from: { id: "1" }, to: [{ id: "21" }] }],
    });
    expect((await sdk.crm.associations.v4.basicApi.getPage("deals", "21", "contacts")).results).toEqual([]);
  });

  it("changes the time of both records, once", async () => {
    const { portal, sdk } = filled();
    server.clock.hold(Date.parse("2026-06-01T00:00:00Z"));
    const make = () =>
      sdk.crm.associations.v4.batchApi.createDefault("contacts", "companies", {
        inputs: [{ _from: { id: "1" }, to: { id: "11" } }],
      });
    await make();
    server.clock.advance(60_000);
    await make();
    const times = [server.edit.read(portal, "contacts", "1"), server.edit.read(portal, "companies", "11")];
    expect(times.map((each) => each?.updatedAt)).toEqual(["2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"]);
    server.clock.release();
  });

  it("of a record without any is named as an error, beside those that are there", async () => {
    const { sdk } = filled([["contacts", "1", "companies", "11", true]]);
    const answer = await sdk.crm.associations.v4.batchApi.getPage("contacts", "companies", {
      inputs: [{ id: "1" }, { id: "2" }],
    });
    expect(answer.results).toHaveLength(1);
    expect("errors" in answer ? answer.errors : []).toMatchObject([
      { subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND", context: { fromObjectId: ["2"] } },
    ]);
  });

  it("needs two records and a type of theirs; of a batch the good ones are made", async () => {
    const { sdk } = filled();
    const answer = await sdk.crm.associations.v4.batchApi.create("contacts", "companies", {
      inputs: [
        { _from: { id: "1" }, to: { id: "99" }, types: [typed(279)] },
        { _from: { id: "2" }, to: { id: "12" }, types: [typed(279)] },
        { _from: { id: "2" }, to: { id: "11" }, types: [typed(4)] },
      ],
    });
    expect(answer.results).toHaveLength(1);
    expect("errors" in answer ? answer.errors : []).toMatchObject([
      { category: "OBJECT_NOT_FOUND", context: { fromObjectId: ["1"], toObjectId: ["99"] } },
      { category: "VALIDATION_ERROR", context: { fromObjectId: ["2"], toObjectId: ["11"] } },
    ]);
    expect(await targets(sdk, "contacts", "companies", "2")).toEqual([["12", "1 279"]]);
  });

  it("is made with a new record", async () => {
    const { sdk } = filled();
    const made = await sdk.crm.contacts.basicApi.create({
      properties: { firstname: "Cleo" },
      associations: [{ to: { id: "11" }, types: [typed(279)] }],
    });
    expect(await targets(sdk, "contacts", "companies", made.id)).toEqual([["11", "1 279"]]);
    const wrong = sdk.crm.contacts.basicApi.create({
      properties: { firstname: "Dora" },
      associations: [{ to: { id: "99" }, types: [typed(279)] }],
    });
    expect((await bodyOf(wrong)).code).toBe(400);
    expect((await sdk.crm.contacts.basicApi.getPage(10)).results).toHaveLength(3);
  });

  it("of an archived record is not shown, and comes back with it", async () => {
    const { portal, sdk } = filled([["contacts", "1", "companies", "11", true]]);
    server.edit.archive(portal, "companies", "11");
    expect(await targets(sdk, "contacts", "companies", "1")).toEqual([]);
    server.edit.restore(portal, "companies", "11");
    expect(await targets(sdk, "contacts", "companies", "1")).toEqual([["11", "1 279"]]);
  });
});
