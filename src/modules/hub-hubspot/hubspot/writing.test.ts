import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ProviderClient, RemoteWrite, WriteAnswer } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { failure, type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { companyOfContact, companyOfDeal, ownKey } from "./rules";

let trial: HubSpotTrial;
let portal: number;
let client: ProviderClient;

beforeAll(async () => {
  trial = await hubspotTrial();
});
afterAll(async () => await trial.stop());
beforeEach(async () => {
  trial.faults.reset();
  trial.calls.reset();
  trial.settings.badInput = "partial";
  portal = trial.portal();
  client = await trial.connect(portal);
});

const created = (key: string, props: Props): RemoteWrite => ({ key, id: null, props });
const all = (object: "companies" | "contacts" | "deals") => trial.edit.all(portal, object);
const byKey = (answers: readonly WriteAnswer[]) => new Map(answers.map((answer) => [answer.key, answer]));
const snapshotIn = (answer: WriteAnswer | undefined) => {
  if (answer?.state !== "written") throw new Error(`It was not written: ${JSON.stringify(answer)}`);
  return answer.snapshot;
};
const write = async (object: string, writes: readonly RemoteWrite[]) => byKey(await client.write(object, writes, []));

it("a creation that is repeated makes no second record", async () => {
  const writes = [created("k1", { name: "Acme", domain: "ACME.example" }), created("k2", { name: "Bolt", city: null })];
  const first = await write("companies", writes);
  const again = await write("companies", writes);
  expect(all("companies")).toHaveLength(2);
  expect(snapshotIn(again.get("k1")).id).toBe(snapshotIn(first.get("k1")).id);
  expect(snapshotIn(first.get("k1")).props).toEqual({ name: "Acme", domain: "acme.example" });
  expect(snapshotIn(first.get("k2")).props).toEqual({ name: "Bolt", city: null });
});

it("nor does one whose answer was lost after it was done", async () => {
  trial.faults.add({ kind: "lost", path: "/upsert$" });
  const writes = [created("k1", { name: "Acme" })];
  await expect(client.write("companies", writes, [])).rejects.toMatchObject(failure("unavailable"));
  expect(all("companies")).toHaveLength(1);
  await write("companies", writes);
  expect(all("companies")).toHaveLength(1);
});

it("our own property is made once, with unique values, also by two at once", async () => {
  const other = await trial.connect(portal);
  await Promise.all([
    client.write("companies", [created("k1", { name: "A" })], []),
    other.write("companies", [created("k2", { name: "B" })], []),
  ]);
  await client.write("companies", [created("k3", { name: "C" })], []);
  expect(trial.calls.counts().written["properties created"]).toBe(1);
  const own = trial.crm.properties(portal, "companies").get(ownKey);
  expect(own).toMatchObject({ isUnique: true, type: "string" });
  expect((await client.describe("companies")).map(({ name }) => name)).not.toContain(ownKey);
});

it("without the right to make it, the right is named", async () => {
  const weak = await trial.connect(portal, ["crm.objects.companies.write", "crm.schemas.companies.read"]);
  await expect(weak.write("companies", [created("k1", { name: "A" })], [])).rejects.toMatchObject({
    ...failure("scope"),
    message: expect.stringContaining("crm.schemas.companies.write"),
  });
  expect(all("companies")).toEqual([]);
});

it("changes set and clear values, and answer as the service keeps them", async () => {
  const [id = ""] = trial.seed(portal, { contacts: [{ properties: { email: "a@x.example", city: "Lund" } }] }).contacts;
  const [answer] = await client.write(
    "contacts",
    [{ key: "k", id, props: { email: " B@X.example ", city: null } }],
    [],
  );
  expect(snapshotIn(answer)).toMatchObject({ id, props: { email: "b@x.example", city: null } });
  expect(trial.edit.read(portal, "contacts", id)?.properties).toMatchObject({ email: "b@x.example" });
  const [read] = await client.byIds("contacts", [id], ["city", "email"]);
  expect(read).toMatchObject({ props: { city: null }, version: snapshotIn(answer).version });
  expect(read?.written?.email?.isOurs).toBe(true);
});

const bad = [7, 41, 98];
const hundred = (at: (place: number) => Omit<RemoteWrite, "key" | "props">) =>
  Array.from({ length: 100 }, (_, place): RemoteWrite => {
    const numberofemployees = bad.includes(place) ? "many" : String(place);
    return { key: `k${place}`, ...at(place), props: { name: `Company ${place}`, numberofemployees } };
  });

it.each(["partial", "whole"] as const)(
  "three bad of a hundred new ones are refused by name, where the answer is %s",
  async (badInput) => {
    trial.settings.badInput = badInput;
    const answers = await write(
      "companies",
      hundred(() => ({ id: null })),
    );
    expect(answers.size).toBe(100);
    for (const place of bad)
      expect(answers.get(`k${place}`)).toMatchObject({
        state: "refused",
        property: "numberofemployees",
        code: "INVALID_NUMBER",
        words: "many was not a valid number.",
      });
    expect([...answers.values()].filter(({ state }) => state === "written")).toHaveLength(97);
    expect(all("companies")).toHaveLength(97);
  },
);

it.each(["partial", "whole"] as const)(
  "and so are three of a hundred changes, where the answer is %s",
  async (badInput) => {
    trial.settings.badInput = badInput;
    const { companies } = trial.seed(portal, {
      companies: Array.from({ length: 100 }, (_, place) => ({ properties: { name: `Old ${place}` } })),
    });
    const answers = await write(
      "companies",
      hundred((place) => ({ id: companies[place] ?? "" })),
    );
    const refused = [...answers.values()].filter(({ state }) => state === "refused");
    expect(refused.map(({ key }) => key)).toEqual(bad.map((place) => `k${place}`));
    expect(all("companies").filter(({ properties }) => properties.name?.startsWith("Old"))).toHaveLength(3);
  },
);

it("an unknown property is named", async () => {
  const [answer] = await client.write("companies", [created("k", { name: "A", nothing_like_it: "1" })], []);
  expect(answer).toMatchObject({ state: "refused", property: "nothing_like_it", code: "PROPERTY_DOESNT_EXIST" });
  expect(all("companies")).toEqual([]);
});

it("a taken e-mail address names the contact that has it", async () => {
  const [id = ""] = trial.seed(portal, { contacts: [{ properties: { email: "a@x.example" } }] }).contacts;
  const answers = await write("contacts", [
    created("k1", { email: "A@x.example" }),
    created("k2", { email: "b@x.example" }),
  ]);
  expect(answers.get("k1")).toEqual({ key: "k1", state: "exists", id });
  expect(answers.get("k2")?.state).toBe("written");
  expect(all("contacts")).toHaveLength(2);
});

it("a record that is gone is missing, and the others are written", async () => {
  const [gone = "", kept = ""] = trial.seed(portal, {
    companies: [{ properties: { name: "One" } }, { properties: { name: "Two" } }],
  }).companies;
  trial.edit.archive(portal, "companies", gone);
  const answers = await write("companies", [
    { key: "k1", id: gone, props: { name: "New" } },
    { key: "k2", id: kept, props: { name: "New" } },
  ]);
  expect(answers.get("k1")).toEqual({ key: "k1", state: "missing" });
  expect(answers.get("k2")?.state).toBe("written");
});

it("a record that was merged is written under the id that is left", async () => {
  const [kept = "", lost = ""] = trial.seed(portal, {
    companies: [{ properties: { name: "One" } }, { properties: { name: "Two" } }],
  }).companies;
  trial.edit.merge(portal, "companies", kept, lost);
  const [answer] = await client.write("companies", [{ key: "k", id: lost, props: { name: "New" } }], []);
  expect(snapshotIn(answer).id).toBe(kept);
});

it("companies of contacts and deals are set, changed and ended, and only those", async () => {
  const [one = "", two = "", third = ""] = trial.seed(portal, {
    companies: [{ properties: { name: "One" } }, { properties: { name: "Two" } }, { properties: { name: "Three" } }],
  }).companies;
  for (const [object, name, props] of [
    ["contacts", companyOfContact, { email: "a@x.example" }],
    ["deals", companyOfDeal, { dealname: "Deal" }],
  ] as const) {
    const companyOf = async (id: string) => (await client.byIds(object, [id], [name]))[0]?.props[name];
    const [answer] = await client.write(object, [created("k", { ...props, [name]: one })], []);
    const { id, props: kept } = snapshotIn(answer);
    expect(kept[name]).toBe(one);
    expect(await companyOf(id)).toBe(one);
    trial.edit.associate(portal, { object, id }, { object: "companies", id: third });
    await client.write(object, [{ key: "k", id, props: { [name]: two } }], []);
    expect(await companyOf(id)).toBe(two);
    await client.write(object, [{ key: "k", id, props: { [name]: null } }], []);
    const left = trial.crm.links(portal).of({ object, id }, "companies");
    expect(left.map(({ id: company }) => company).sort()).toEqual([one, third].sort());
  }
});

it("a change of the company alone changes nothing else, and a contact that is gone is missing", async () => {
  const { companies, contacts } = trial.seed(portal, {
    companies: [{ properties: { name: "One" } }],
    contacts: [{ properties: { email: "a@x.example" } }, { properties: { email: "b@x.example" } }],
  });
  const [id = "", gone = ""] = contacts;
  trial.edit.archive(portal, "contacts", gone);
  trial.calls.reset();
  const props = { [companyOfContact]: companies[0] ?? "" };
  const answers = await write("contacts", [
    { key: "k1", id, props },
    { key: "k2", id: gone, props },
  ]);
  expect(snapshotIn(answers.get("k1")).props).toEqual(props);
  expect(answers.get("k2")).toEqual({ key: "k2", state: "missing" });
  expect(trial.calls.counts().written).toEqual({ "associations created": 1 });
});

it("a company that is gone refuses its association alone, and a repeat makes no second contact", async () => {
  const writes = [
    created("k1", { email: "a@x.example", [companyOfContact]: "987654" }),
    created("k2", { email: "b@x.example" }),
  ];
  const answers = await write("contacts", writes);
  expect(answers.get("k1")).toMatchObject({ state: "refused", property: companyOfContact });
  expect(answers.get("k2")?.state).toBe("written");
  const [id = ""] = trial.seed(portal, { companies: [{ properties: { name: "One" } }] }).companies;
  const again = await write("contacts", [created("k1", { email: "a@x.example", [companyOfContact]: id })]);
  expect(again.get("k1")?.state).toBe("written");
  expect(all("contacts")).toHaveLength(2);
});

it("records are archived, and again without harm", async () => {
  const { companies } = trial.seed(portal, { companies: [{ properties: { name: "One" } }] });
  await client.archive("companies", companies);
  await client.archive("companies", companies);
  expect(all("companies")).toEqual([]);
  expect(await client.byIds("companies", companies, ["name"])).toMatchObject([{ archived: true }]);
});

it("a stage goes with its pipeline", async () => {
  const [answer] = await client.write(
    "deals",
    [created("k", { dealname: "D", pipeline: "8842117", dealstage: "8842119" })],
    [],
  );
  expect(snapshotIn(answer).props).toMatchObject({ pipeline: "8842117", dealstage: "8842119" });
});

it("a contact is deleted for good, and one that is gone is no failure", async () => {
  const { contacts } = trial.seed(portal, { contacts: [{ properties: { email: "ana@alder.example" } }] });
  const id = contacts[0] ?? "";
  expect(await client.erase?.("contacts", id)).toBeNull();
  expect(trial.edit.read(portal, "contacts", id)).toBeUndefined();
  expect(await client.erase?.("contacts", id)).toBeNull();
  expect(trial.calls.counts().written["contacts erased"]).toBe(1);
});

it("a refusal to delete is answered in words, and a failure of the service is thrown", async () => {
  const { contacts } = trial.seed(portal, { contacts: [{ properties: { email: "ana@alder.example" } }] });
  const id = contacts[0] ?? "";
  const refused = {
    status: "error",
    category: "VALIDATION_ERROR",
    message: "The contact is locked",
    correlationId: "x",
  };
  trial.faults.add({ kind: "answer", method: "POST", path: "/gdpr-delete", status: 400, body: refused } as never);
  expect(await client.erase?.("contacts", id)).toEqual({
    words: "The contact is locked",
    answer: "400 VALIDATION_ERROR",
  });
  trial.faults.add({ kind: "answer", method: "POST", path: "/gdpr-delete", status: 503, body: {} } as never);
  await expect(client.erase?.("contacts", id)).rejects.toMatchObject(failure("unavailable"));
  expect(trial.edit.read(portal, "contacts", id)).toBeDefined();
  const reader = await trial.connect(portal, ["crm.objects.contacts.read"]);
  expect(await reader.erase?.("contacts", id)).toMatchObject({ answer: "403" });
  await expect(client.erase?.("companies", "1")).rejects.toThrow("erases no companies");
  expect(trial.edit.read(portal, "contacts", id)).toBeDefined();
});
