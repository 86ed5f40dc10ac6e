import type { Client } from "@hubspot/api-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bodyOf, type HubSpotServer, hubspotServer } from "./client.fixture";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

/** A portal with contacts whose first names are numbers. */
function filled(count: number, updatedAt?: number) {
  const portal = server.portal();
  const contacts = Array.from({ length: count }, (_, n) => ({
    properties: { firstname: String(n), email: `c${n}@many.example` },
    ...(updatedAt === undefined ? {} : { updatedAt }),
  }));
  const { contacts: ids } = server.seed(portal, { contacts });
  return { portal, ids, sdk: server.client(portal) };
}

type Condition = { propertyName: string; operator: string; value?: string; highValue?: string; values?: string[] };

const searchOf = (sdk: Client, filters: Condition[], more: object = {}) =>
  sdk.crm.contacts.searchApi.doSearch({ filterGroups: [{ filters: filters as never }], limit: 200, ...more });

describe("a list", () => {
  it("is paged through: 1,001 records, each once, in the order of their ids", async () => {
    const { sdk, ids } = filled(1_001);
    const seen: string[] = [];
    let [after, pages]: [string | undefined, number] = [undefined, 0];
    do {
      const page = await sdk.crm.contacts.basicApi.getPage(100, after);
      seen.push(...page.results.map(({ id }) => id));
      after = page.paging?.next?.after;
      pages += 1;
    } while (after !== undefined);
    expect(pages).toBe(11);
    expect(seen).toEqual(ids);
  });

  it("shows properties with text or null, when they changed, and associations", async () => {
    const portal = server.portal();
    server.seed(portal, {
      contacts: [{ id: "11", properties: { email: "a@b.example" } }],
      companies: [{ id: "12", properties: { name: "B" } }],
      associations: [["contacts", "11", "companies", "12", true]],
    });
    const sdk = server.client(portal);
    const { results } = await sdk.crm.contacts.basicApi.getPage(50, undefined, ["phone"], ["email"], ["companies"]);
    const [first] = results;
    expect(first?.properties).toEqual({
      phone: null,
      createdate: expect.any(String),
      lastmodifieddate: expect.any(String),
      hs_object_id: "11",
    });
    expect(first?.propertiesWithHistory?.email?.[0]).toMatchObject({ value: "a@b.example", sourceType: "IMPORT" });
    expect(first?.associations?.companies?.results.map(({ id, type }) => [id, type])).toEqual([
      ["12", "contact_to_company"],
      ["12", "contact_to_company_unlabeled"],
    ]);
  });

  it("has 100 records at most", async () => {
    const { sdk } = filled(1);
    expect(await bodyOf(sdk.crm.contacts.basicApi.getPage(101))).toMatchObject({
      code: 400,
      body: { category: "VALIDATION_ERROR" },
    });
  });
});

describe("a search", () => {
  it("ends at the 10,000th record, and finds 10,050 of one time by their ids", async () => {
    const time = Date.parse("2026-05-01T10:00:00Z");
    const { sdk, ids } = filled(10_050, time);
    const atTime = { propertyName: "lastmodifieddate", operator: "GTE", value: String(time) };
    const page = await searchOf(sdk, [atTime], { sorts: ["lastmodifieddate"], after: "9800" });
    expect(page).toMatchObject({ total: 10_050, paging: { next: { after: "10000" } } });
    expect(page.results).toHaveLength(200);
    expect(await bodyOf(searchOf(sdk, [atTime], { after: "10000" }))).toMatchObject({
      code: 400,
      body: { category: "VALIDATION_ERROR", message: expect.stringContaining("10000") },
    });
    const seen: string[] = [];
    for (let last = "0"; ; ) {
      const more = { propertyName: "hs_object_id", operator: "GT", value: last };
      const { results } = await searchOf(sdk, [atTime, more], { sorts: ["hs_object_id"] });
      seen.push(...results.map(({ id }) => id));
      const end = results.at(-1);
      if (!end) break;
      last = end.id;
    }
    expect(seen).toEqual(ids);
  });

  it("promises no order among records of one time, but pages of it do not overlap", async () => {
    const { sdk, ids } = filled(300, Date.parse("2026-05-01T10:00:00Z"));
    const sorted = { sorts: ["lastmodifieddate"] };
    const [one, two] = [await searchOf(sdk, [], sorted), await searchOf(sdk, [], { ...sorted, after: "200" })];
    const seen = [...one.results, ...two.results].map(({ id }) => id);
    expect(seen).not.toEqual(ids);
    expect(seen.sort((a, b) => Number(a) - Number(b))).toEqual(ids);
  });

  it("knows the operators", async () => {
    const portal = server.portal();
    const people = [
      { firstname: "Ada", nps_score: "10", hs_lead_status: "NEW" },
      { firstname: "Bea", nps_score: "9", hs_lead_status: "OPEN", company: "Halden Systems" },
      { firstname: "Cleo", company: "Birch & Sons" },
    ];
    server.seed(portal, { contacts: people.map((properties) => ({ properties })) });
    const sdk = server.client(portal);
    const found = async (propertyName: string, operator: string, more: object = {}) => {
      const { results } = await searchOf(sdk, [{ propertyName, operator, ...more }], { sorts: ["firstname"] });
      return results.map(({ properties }) => properties.firstname).join(" ");
    };
    expect(await found("firstname", "EQ", { value: "ada" })).toBe("Ada");
    expect(await found("firstname", "NEQ", { value: "Ada" })).toBe("Bea Cleo");
    expect(await found("nps_score", "GT", { value: "9" })).toBe("Ada");
    expect(await found("nps_score", "GTE", { value: "9" })).toBe("Ada Bea");
    expect(await found("nps_score", "LT", { value: "10" })).toBe("Bea");
    expect(await found("nps_score", "LTE", { value: "10" })).toBe("Ada Bea");
    expect(await found("nps_score", "BETWEEN", { value: "8", highValue: "9" })).toBe("Bea");
    expect(await found("hs_lead_status", "IN", { values: ["new", "open"] })).toBe("Ada Bea");
    expect(await found("hs_lead_status", "NOT_IN", { values: ["NEW"] })).toBe("Bea Cleo");
    expect(await found("company", "HAS_PROPERTY")).toBe("Bea Cleo");
    expect(await found("company", "NOT_HAS_PROPERTY")).toBe("Ada");
    expect(await found("company", "CONTAINS_TOKEN", { value: "sys*" })).toBe("Bea");
    expect(await found("company", "NOT_CONTAINS_TOKEN", { value: "halden" })).toBe("Cleo");
  });

  it("refuses unknown properties, a second sort and 201 records", async () => {
    const { sdk } = filled(1);
    const unknown = await bodyOf(searchOf(sdk, [{ propertyName: "nope", operator: "EQ", value: "1" }]));
    expect(unknown).toMatchObject({ code: 400, body: { message: expect.stringContaining("nope") } });
    expect((await bodyOf(searchOf(sdk, [], { sorts: ["email", "phone"] }))).code).toBe(400);
    expect((await bodyOf(searchOf(sdk, [], { limit: 201 }))).code).toBe(400);
  });

  it("lags behind by the lag that is set: changes, new and archived records", async () => {
    const slow = await hubspotServer({ hubspot: { lagMs: 2_000 } });
    const portal = slow.portal();
    const sdk = slow.client(portal);
    slow.seed(portal, { contacts: [{ id: "7", properties: { firstname: "Old" } }] });
    slow.clock.hold(Date.parse("2026-06-01T00:00:00Z"));
    const names = async () =>
      (await searchOf(sdk, [], { sorts: ["hs_object_id"] })).results.map(({ properties }) => properties.firstname);
    await sdk.crm.contacts.basicApi.update("7", { properties: { firstname: "New" } });
    await sdk.crm.contacts.basicApi.create({ properties: { firstname: "Second" } });
    expect(await names()).toEqual(["Old"]);
    expect((await sdk.crm.contacts.basicApi.getById("7")).properties.firstname).toBe("New");
    slow.clock.advance(2_000);
    expect(await names()).toEqual(["New", "Second"]);
    await sdk.crm.contacts.basicApi.archive("7");
    expect(await names()).toEqual(["New", "Second"]);
    slow.clock.advance(2_000);
    expect(await names()).toEqual(["Second"]);
    await slow.stop();
  });
});
