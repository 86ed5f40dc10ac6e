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

/** The value of a contact after it was written, as the API shows it. */
async function written(name: string, value: string) {
  const { sdk } = connected();
  const { id } = await sdk.crm.contacts.basicApi.create({ properties: { firstname: "A", [name]: value } });
  return (await sdk.crm.contacts.basicApi.getById(id, [name])).properties[name];
}

/** The answer to a value that is not valid; nothing is written. */
async function refused(name: string, value: string) {
  const { portal, sdk } = connected();
  const error = await bodyOf(sdk.crm.contacts.basicApi.create({ properties: { firstname: "A", [name]: value } }));
  expect(server.edit.all(portal, "contacts")).toEqual([]);
  return error;
}

describe("a value", () => {
  it.each([
    ["firstname", "  Ada  ", "Ada"],
    ["email", " Ada@Firm.EXAMPLE ", "ada@firm.example"],
    ["phone", "+49 (30) 123-45", "+49 (30) 123-45"],
    ["nps_score", "9.50", "9.50"],
    ["renewal_date", "1774915200000", "2026-03-31"],
    ["renewal_date", "2026-03-31", "2026-03-31"],
    ["next_call_at", "1774947600123", "2026-03-31T09:00:00.123Z"],
    ["next_call_at", "2026-03-31T11:00:00+02:00", "2026-03-31T09:00:00Z"],
    ["lifecyclestage", "lead", "lead"],
    ["preferred_channels", "Post; Email;Post", "Post;Email"],
    ["newsletter", "TRUE", "true"],
    ["jobtitle", "   ", null],
  ])("%s=%j is kept as %j", async (name, value, kept) => {
    expect(await written(name, value)).toBe(kept);
  });

  it.each([
    ["nope", "1", "PROPERTY_DOESNT_EXIST"],
    ["createdate", "2026-03-31", "READ_ONLY_VALUE"],
    ["email", "ada", "INVALID_EMAIL"],
    ["email", "ada@alder.local", "INVALID_EMAIL"],
    ["nps_score", "1,5", "INVALID_NUMBER"],
    ["renewal_date", "1774947600123", "INVALID_DATE"],
    ["renewal_date", "31.03.2026", "INVALID_DATE"],
    ["next_call_at", "soon", "INVALID_LONG"],
    ["lifecyclestage", "Lead", "INVALID_OPTION"],
    ["preferred_channels", "Email;Fax", "INVALID_OPTION"],
    ["newsletter", "yes", "INVALID_BOOLEAN"],
    ["hubspot_owner_id", "1", "INVALID_OWNER_ID"],
    ["firstname", "x".repeat(65_537), "INVALID_STRING_TOO_LONG"],
  ])("%s=%.20s is refused by its name", async (name, value, code) => {
    const { code: status, body } = await refused(name, value);
    expect(status).toBe(400);
    expect(body.category).toBe("VALIDATION_ERROR");
    expect(body.message).toContain(name);
    expect(body.errors).toMatchObject([{ code, context: { propertyName: [name] } }]);
  });

  it("is an owner of the portal", async () => {
    const { portal, sdk } = connected();
    const [owner] = (await sdk.crm.owners.ownersApi.getPage()).results;
    const { id } = await sdk.crm.companies.basicApi.create({
      properties: { name: "A", hubspot_owner_id: owner?.id ?? "" },
    });
    expect(server.edit.read(portal, "companies", id)?.properties.hubspot_owner_id).toBe(owner?.id);
  });

  it("of a domain is lower-cased, without the protocol", async () => {
    const { sdk } = connected();
    const made = await sdk.crm.companies.basicApi.create({
      properties: { domain: "HTTPS://www.Halden.example/about" },
    });
    expect(made.properties.domain).toBe("halden.example");
  });

  it("that stays the same is no change", async () => {
    const { portal, sdk } = connected();
    server.clock.hold(Date.parse("2026-06-01T00:00:00Z"));
    const { id } = await sdk.crm.contacts.basicApi.create({ properties: { email: "a@b.example" } });
    server.clock.advance(60_000);
    const same = await sdk.crm.contacts.basicApi.update(id, { properties: { email: "A@B.example" } });
    expect(same.updatedAt).toEqual(new Date("2026-06-01T00:00:00Z"));
    server.edit.change(portal, "contacts", id, { email: "c@b.example" });
    expect(server.edit.read(portal, "contacts", id)?.updatedAt).toBe("2026-06-01T00:01:00Z");
    server.clock.release();
  });
});

describe("a deal", () => {
  it("is in the first pipeline, and its stage is one of its pipeline", async () => {
    const { portal, sdk } = connected();
    const made = await sdk.crm.deals.basicApi.create({ properties: { dealname: "A", dealstage: "closedwon" } });
    expect(made.properties.pipeline).toBe("default");
    const names = ["hs_is_closed", "hs_is_closed_won", "hs_deal_stage_probability"];
    expect((await sdk.crm.deals.basicApi.getById(made.id, names)).properties).toMatchObject({
      hs_is_closed: "true",
      hs_is_closed_won: "true",
      hs_deal_stage_probability: "1",
    });
    const wrong = sdk.crm.deals.basicApi.update(made.id, {
      properties: { pipeline: "8842117", dealstage: "closedwon" },
    });
    expect(await bodyOf(wrong)).toMatchObject({ code: 400, body: { errors: [{ code: "INVALID_OPTION" }] } });
    expect(server.edit.read(portal, "deals", made.id)?.properties.pipeline).toBe("default");
  });
});

describe("a description", () => {
  it("names types, options and what cannot be written", async () => {
    const { sdk } = connected();
    const { results } = await sdk.crm.properties.coreApi.getAll("contacts");
    const named = (name: string) => results.find((each) => each.name === name);
    expect(named("email")).toMatchObject({ type: "string", hasUniqueValue: true, hubspotDefined: true });
    expect(named("lifecyclestage")?.options.map(({ value }) => value)).toContain("marketingqualifiedlead");
    expect(named("createdate")?.modificationMetadata?.readOnlyValue).toBe(true);
    expect(named("associatedcompanyid")?.calculated).toBe(true);
    expect(named("hubspot_owner_id")).toMatchObject({ externalOptions: true, referencedObjectType: "OWNER" });
    const { results: pipelines } = await sdk.crm.pipelines.pipelinesApi.getAll("deals");
    expect(pipelines.map(({ id, stages }) => [id, stages.length])).toEqual([
      ["default", 7],
      ["8842117", 4],
    ]);
    expect(pipelines[0]?.stages.at(-2)?.metadata).toEqual({ isClosed: "true", probability: "1.0" });
  });

  it("takes a new property, which then takes values; a second one of the name is refused", async () => {
    const { sdk } = connected();
    const color = {
      name: "favourite_color",
      label: "Favourite color",
      groupName: "contactinformation",
      type: "enumeration" as never,
      fieldType: "select" as never,
      options: [{ label: "Green", value: "green", displayOrder: 0, hidden: false }],
    };
    const made = await sdk.crm.properties.coreApi.create("contacts", color);
    expect(made).toMatchObject({ name: "favourite_color", hubspotDefined: false, hasUniqueValue: false });
    const properties = { firstname: "A", favourite_color: "green" };
    expect((await sdk.crm.contacts.basicApi.create({ properties })).properties.favourite_color).toBe("green");
    expect((await bodyOf(sdk.crm.properties.coreApi.create("contacts", color))).code).toBe(409);
    await sdk.crm.properties.coreApi.archive("contacts", "favourite_color");
    expect((await bodyOf(sdk.crm.contacts.basicApi.create({ properties }))).code).toBe(400);
  });
});
