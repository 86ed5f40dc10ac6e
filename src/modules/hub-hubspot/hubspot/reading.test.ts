import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProviderClient } from "@/server/sync/provider";
import type { Snapshot } from "@/server/sync/snapshot";
import { failure, type HubSpotTrial, hubspotTrial } from "@/test/hubspot";

let trial: HubSpotTrial;
let portal: number;
let client: ProviderClient;

beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());
beforeEach(async () => {
  trial.faults.reset();
  trial.clock.release();
  trial.crm.staleUntil = 0;
  portal = trial.portal();
  client = await trial.connect(portal);
});

const start = Date.parse("2026-03-02T10:00:00Z");
const minute = 60_000;
const named = (count: number, more: (place: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, place) => ({ properties: { name: `Company ${place}` }, ...more(place) }));

/** All pages from a place on, until nothing more has changed; and the place behind them. */
async function drained(cursor: string | null, remote = "companies", props = ["name"]) {
  const snapshots: Snapshot[] = [];
  const cursors: string[] = [];
  for (let at = cursor; ; ) {
    const page = await client.changes(remote, at, props);
    snapshots.push(...page.snapshots);
    if (page.done) return { snapshots, cursor: page.cursor, pages: cursors.length + 1 };
    expect(cursors).not.toContain(page.cursor);
    cursors.push(page.cursor);
    at = page.cursor;
  }
}

const idsOf = (snapshots: readonly Snapshot[]) => [...new Set(snapshots.map(({ id }) => id))];

describe("200 properties", () => {
  const names = Array.from({ length: 200 }, (_, n) => `property_with_a_name_of_usual_length_${n}`);
  const values = Object.fromEntries(names.map((name, n) => [name, `Value ${n}`]));

  beforeEach(async () => {
    const { coreApi } = trial.client(portal).crm.properties;
    const usual = { groupName: "companyinformation", type: "string", fieldType: "text" };
    for (const name of names) await coreApi.create("companies", { ...usual, name, label: name } as never);
  });

  it("are too many for an address, and are read all the same: in lists, in changes and by their ids", async () => {
    const { companies } = trial.seed(portal, {
      companies: [{ properties: { name: "Alder", ...values } }, { properties: { name: "Birch" } }],
    });
    const direct = trial.client(portal).crm.companies.basicApi.getPage(100, undefined, names);
    await expect(direct).rejects.toMatchObject({ code: 414 });
    const first = await client.changes("companies", null, ["name", ...names]);
    expect(first.snapshots.map(({ id }) => id)).toEqual(companies);
    expect(first.snapshots[0]?.props).toEqual({ name: "Alder", ...values });
    expect(first.snapshots[1]?.props[names[7] ?? ""]).toBeNull();
    const byId = await client.byIds("companies", companies, names);
    expect(byId.find(({ id }) => id === companies[0])?.props).toEqual(values);
    const { snapshots } = await drained(first.cursor, "companies", names);
    expect(snapshots.find(({ id }) => id === companies[0])?.props).toEqual(values);
  });
});

describe("find", () => {
  it("takes an id as it is, and finds whole values of a property alone", async () => {
    const { contacts } = trial.seed(portal, {
      contacts: [{ properties: { email: "ana@alder.example" } }, { properties: { email: "bo@alder.example" } }],
    });
    expect(await client.find("contacts", "4711", "email")).toEqual(["4711"]);
    expect(await client.find("contacts", "ana@alder.example", "email")).toEqual([contacts[0]]);
    expect(await client.find("contacts", "alder.example", "email")).toEqual([]);
    expect(await client.find("deals", "Renewal", null)).toEqual([]);
  });
});

describe("changes", () => {
  it("begin with all records, and say how many there are", async () => {
    trial.clock.hold(start);
    const { companies } = trial.seed(portal, { companies: named(250) });
    trial.clock.advance(minute * 5);
    const first = await client.changes("companies", null, ["name"]);
    expect(first).toMatchObject({ total: 250, done: false });
    expect(first.snapshots).toHaveLength(100);
    expect(first.snapshots[0]).toEqual({
      id: companies[0],
      version: new Date(start).toISOString(),
      props: { name: "Company 0" },
      archived: false,
    });
    const { snapshots, pages } = await drained(null);
    expect(idsOf(snapshots)).toEqual(companies);
    expect(pages).toBe(4);
  });

  it("then have what changed since, also while the list was read, and nothing when it is quiet", async () => {
    trial.clock.hold(start);
    const { companies } = trial.seed(portal, { companies: named(150) });
    const [first = "", second = ""] = companies;
    trial.clock.advance(minute * 5);
    const page = await client.changes("companies", null, ["name"]);
    trial.edit.change(portal, "companies", first, { name: "Changed meanwhile" });
    const rest = await drained(page.cursor);
    expect(rest.snapshots.findLast(({ id }) => id === first)?.props).toEqual({ name: "Changed meanwhile" });
    trial.clock.advance(minute * 10);
    const quiet = await drained(rest.cursor);
    expect(idsOf(quiet.snapshots)).toEqual([first]);
    trial.clock.advance(minute * 10);
    expect((await drained(quiet.cursor)).snapshots).toEqual([]);
    trial.edit.change(portal, "companies", second, { name: "Later" });
    trial.clock.advance(minute * 10);
    expect(idsOf((await drained(quiet.cursor)).snapshots)).toEqual([second]);
  });

  it("are read again for a minute: searches see them late", async () => {
    trial.clock.hold(start);
    const [id = ""] = trial.seed(portal, { companies: named(1) }).companies;
    trial.clock.advance(minute * 5);
    const { cursor } = await drained(null);
    trial.faults.add({ kind: "stale", seconds: 20 });
    trial.edit.change(portal, "companies", id, { name: "Not seen yet" });
    trial.clock.advance(10_000);
    const missed = await drained(cursor);
    expect(missed.snapshots.map(({ props }) => props.name)).not.toContain("Not seen yet");
    trial.clock.advance(20_000);
    expect((await drained(missed.cursor)).snapshots.at(-1)?.props.name).toBe("Not seen yet");
  });

  it("of more records of one time than a search holds are all there, once each page is read", async () => {
    trial.clock.hold(start);
    trial.seed(portal, { companies: named(3) });
    trial.clock.advance(minute * 5);
    const { cursor } = await drained(null);
    trial.clock.advance(minute);
    const updatedAt = trial.clock.now();
    const { companies } = trial.seed(portal, { companies: named(10_050, () => ({ updatedAt })) });
    const [after = ""] = trial.seed(portal, { companies: named(1, () => ({ updatedAt: updatedAt + 1 })) }).companies;
    trial.clock.advance(minute * 5);
    const { snapshots } = await drained(cursor);
    expect(new Set(idsOf(snapshots))).toEqual(new Set([...companies, after]));
    expect(snapshots.length).toBeLessThan(10_050 + 300);
  });

  it("over many times need no offset", async () => {
    trial.clock.hold(start);
    const { companies } = trial.seed(portal, {
      companies: named(730, (place) => ({ updatedAt: start + Math.floor(place / 7) * 1_000 })),
    });
    const { snapshots } = await drained(JSON.stringify({ in: "changes", from: start, began: null }));
    expect(new Set(idsOf(snapshots))).toEqual(new Set(companies));
    expect(snapshots.length).toBeLessThan(800);
  });

  it.each(["list", "search"])(
    "of a service that repeats a page of its %s stop, and do not go on for ever",
    async (kind) => {
      trial.clock.hold(start);
      trial.seed(portal, { companies: named(450, (place) => ({ updatedAt: start + place })) });
      const cursor = kind === "list" ? null : JSON.stringify({ in: "changes", from: start, began: null });
      const page = await client.changes("companies", cursor, ["name"]);
      trial.faults.add({ kind: "page repeated", path: kind === "list" ? "objects/companies$" : "/search$" });
      await expect(drained(page.cursor)).rejects.toMatchObject(failure("unknown"));
    },
  );

  it("refuse a place that they do not know", async () => {
    for (const cursor of ["", "12", "{}", '{"in":"list"}'])
      await expect(client.changes("companies", cursor, ["name"])).rejects.toMatchObject(failure("cursor"));
  });

  it("leave out a property that the portal lacks", async () => {
    trial.seed(portal, { companies: named(1) });
    const { snapshots } = await drained(null, "companies", ["name", "nothing_like_it"]);
    expect(snapshots[0]?.props).toEqual({ name: "Company 0", nothing_like_it: null });
  });
});

describe("records by their ids", () => {
  it("tell who wrote each property last, and when", async () => {
    vi.spyOn(Date, "now").mockImplementation(() => trial.clock.now());
    trial.clock.hold(start);
    const [id = ""] = trial.seed(portal, { companies: [{ properties: { name: "One" }, byApp: true }] }).companies;
    trial.clock.advance(minute);
    trial.edit.change(portal, "companies", id, { city: "Lund" });
    const [before] = await client.byIds("companies", [id], ["name", "city", "zip"]);
    expect(before).toMatchObject({ id, archived: false, props: { name: "One", city: "Lund", zip: null } });
    expect(before?.written).toEqual({
      name: { at: new Date(start).toISOString(), isOurs: true, writer: null },
      city: { at: new Date(start + minute).toISOString(), isOurs: false, writer: "a person in HubSpot" },
    });
    await client.people();
    const [after] = await client.byIds("companies", [id], ["city"]);
    expect(after?.written?.city?.writer).toBe("Mara Lindqvist");
  });

  it.each([120_000, -120_000])("tell it by our clock, where that of the service differs by %i ms", async (ms) => {
    trial.clock.advance(ms);
    const [id = ""] = trial.seed(portal, { companies: [{ properties: { name: "One" } }] }).companies;
    const now = Date.now();
    trial.edit.change(portal, "companies", id, { city: "Lund" });
    const [found] = await client.byIds("companies", [id], ["city"]);
    expect(Math.abs(Date.parse(found?.written?.city?.at ?? "") - now)).toBeLessThan(2_000);
    // Places in the changes are by the clock of the service.
    expect(Math.abs(Date.parse(found?.version ?? "") - ms - now)).toBeLessThan(2_000);
  });

  it("show archived ones, and leave out those that are gone", async () => {
    const [kept = "", archived = "", gone = ""] = trial.seed(portal, { companies: named(3) }).companies;
    trial.edit.archive(portal, "companies", archived);
    trial.edit.forget(portal, "companies", gone);
    const found = await client.byIds("companies", [kept, archived, gone, "987654"], ["name"]);
    expect(found.map(({ id, archived: isArchived }) => [id, isArchived])).toEqual([
      [kept, false],
      [archived, true],
    ]);
  });

  it("that were merged answer with the one that is left", async () => {
    const [kept = "", lost = ""] = trial.seed(portal, { companies: named(2) }).companies;
    trial.edit.merge(portal, "companies", kept, lost);
    expect(await client.byIds("companies", [lost], ["name"])).toMatchObject([{ id: kept, mergedIds: [lost] }]);
    expect(await client.byIds("companies", [kept, lost], ["name"])).toHaveLength(1);
  });

  it("may be a hundred at once, though histories take half of it", async () => {
    const { companies } = trial.seed(portal, { companies: named(100) });
    expect(await client.byIds("companies", companies, ["name"])).toHaveLength(100);
  });

  it("have the company of a contact and of a deal", async () => {
    const { companies, contacts, deals } = trial.seed(portal, {
      companies: named(2),
      contacts: [{ properties: { email: "a@x.example" } }, { properties: { email: "b@x.example" } }],
      deals: [{ properties: { dealname: "One" } }, { properties: { dealname: "Two" } }],
    });
    const [one = "", two = ""] = companies;
    const [contact = ""] = contacts;
    const [deal = ""] = deals;
    trial.edit.associate(portal, { object: "contacts", id: contact }, { object: "companies", id: one });
    trial.edit.associate(portal, { object: "contacts", id: contact }, { object: "companies", id: two }, [1]);
    trial.edit.associate(portal, { object: "deals", id: deal }, { object: "companies", id: one });
    const people = await client.byIds("contacts", contacts, ["associatedcompanyid"]);
    expect(people.map(({ props }) => props.associatedcompanyid)).toEqual([two, null]);
    const found = await drained(null, "deals", ["associations.companies"]);
    expect(found.snapshots.slice(0, 2).map(({ props }) => props["associations.companies"])).toEqual([one, null]);
  });
});

it("the ids of all records have their versions", async () => {
  trial.clock.hold(start);
  const { companies } = trial.seed(portal, { companies: named(120) });
  const first = await client.ids("companies", null);
  const second = await client.ids("companies", first.next);
  expect([...first.records, ...second.records].map(({ id }) => id)).toEqual(companies);
  expect(first.records[0]?.version).toBe(new Date(start).toISOString());
  expect(second.next).toBeNull();
});

it("properties have their kinds, their options and those that only the service sets", async () => {
  const contacts = new Map((await client.describe("contacts")).map((field) => [field.name, field]));
  expect(contacts.get("email")).toMatchObject({ type: "text", isReadOnly: false });
  expect(contacts.get("hs_additional_emails")).toMatchObject({ isReadOnly: true });
  expect(contacts.get("hubspot_owner_id")).toMatchObject({ type: "member", options: [] });
  expect(contacts.get("associatedcompanyid")).toMatchObject({ type: "record", isReadOnly: false });
  expect(contacts.get("preferred_channels")?.type).toBe("choices");
  expect(contacts.get("renewal_date")?.type).toBe("date");
  expect(contacts.get("next_call_at")?.type).toBe("instant");
  expect(contacts.get("newsletter")?.type).toBe("boolean");
  expect(contacts.get("lifecyclestage")?.options).toContainEqual({ value: "lead", label: "Lead" });
  const deals = new Map((await client.describe("deals")).map((field) => [field.name, field]));
  expect(deals.get("dealstage")?.options).toContainEqual({
    value: "default/contractsent",
    label: "Contract sent (Sales pipeline)",
  });
  expect(deals.get("num_associated_contacts")).toMatchObject({ type: "number", isReadOnly: true });
});

it("people are those who own records", async () => {
  const people = await client.people();
  expect(people).toContainEqual({
    id: `${portal}01`,
    email: `mara.lindqvist@portal${portal}.example`,
    name: "Mara Lindqvist",
  });
  expect(people).toHaveLength(3);
});
