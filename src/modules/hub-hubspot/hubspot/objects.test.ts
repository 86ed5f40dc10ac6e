import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docOfText } from "@/lib/rich-text/text";
import { stageThere } from "@/modules/crm/opportunities/operations/synced-stage";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { FieldPair, ObjectDeclaration, Partners } from "@/server/sync/object";
import type { ProviderClient, RemoteField } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { partnersOf } from "@/test/sync-partners";
import { objects } from "./operations/objects";

let trial: HubSpotTrial;
let client: ProviderClient;
let portal: number;

beforeAll(async () => {
  trial = await hubspotTrial();
  portal = trial.portal();
  client = await trial.connect(portal);
});
afterAll(async () => await trial.stop());

/** Properties that portals have, and the stand-in does not. */
const onlyInPortals = ["hs_analytics_source"];
const objectOf = (remote: string): ObjectDeclaration => {
  const found = objects.find((each) => each.remote === remote);
  if (!found) throw new Error(`There is no object ${remote}.`);
  return found;
};

describe.each(objects.map((each) => [each.remote, each] as const))("%s", (remote, { pairs }) => {
  it("have properties that exist, and no two fields of ours for one of them", async () => {
    const known = new Map((await client.describe(remote)).map((field) => [field.name, field]));
    const names = pairs.flatMap((pair) => pair.remote);
    expect(names.filter((name) => !known.has(name) && !onlyInPortals.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(pairs.map(({ field }) => field)).size).toBe(pairs.length);
  });

  it("write no property that only HubSpot sets", async () => {
    const readOnly = (await client.describe(remote)).filter(({ isReadOnly }) => isReadOnly).map(({ name }) => name);
    const outgoing = pairs.filter(({ directions }) => directions.includes("out"));
    const written = outgoing.flatMap((pair) => {
      const out = pair.toTheirs(null, partnersOf());
      return "props" in out ? Object.keys(out.props) : pair.remote;
    });
    expect(written.filter((name) => readOnly.includes(name))).toEqual([]);
  });

  it("name only options that exist in their start", async () => {
    const known = new Map<string, RemoteField>((await client.describe(remote)).map((field) => [field.name, field]));
    for (const { field, options = [], remote: names } of pairs) {
      expect(new Set(options.map(({ ours }) => ours)).size, field).toBe(options.length);
      expect(new Set(options.map(({ theirs }) => theirs)).size, field).toBe(options.length);
      const there = known.get(names[0] ?? "")?.options.map(({ value }) => value);
      // Industries are more in a portal than in the stand-in.
      if (there && field !== "industry") for (const { theirs } of options) expect(there).toContain(theirs);
    }
  });
});

const ids = { account: "0191f1a0-0000-7000-8000-000000000001", member: "0191f1a0-0000-7000-8000-000000000002" };
const stage = "0191f1a0-0000-7000-8000-000000000003";

const partners = (company: string): Partners =>
  partnersOf([], {
    recordOf: (_entity, id) => (id === company ? ids.account : undefined),
    externalOf: (_entity, id) => (id === ids.account ? company : undefined),
    memberOf: (id) => (id === `${portal}01` ? ids.member : undefined),
    personOf: (id) => (id === ids.member ? `${portal}01` : undefined),
    optionHere: (field, value) => optionsOf(field).find(({ theirs }) => theirs === value)?.ours,
    optionThere: (field, value) => optionsOf(field).find(({ ours }) => ours === value)?.theirs,
  });
const optionsOf = (field: string) =>
  field === "stage"
    ? [{ ours: stage, theirs: stageThere("8842117", "8842119") }]
    : (objects.flatMap(({ pairs }) => pairs).find((pair) => pair.field === field)?.options ?? []);

const owner = { id: ids.member, name: "Mara", placeholder: false };
const entry = (value: string, type: string) => ({ value, type });
const words = "Two lines\nof text";
const records: Record<string, Record<string, unknown>> = {
  companies: {
    name: "Halden Systems",
    domain: "halden.example",
    website: "https://www.halden.example/about",
    phone: "+49 30 901820",
    type: "partner",
    industry: "Software",
    employees: 120,
    annualRevenue: { amount: 1_250_050, currency: "USD" },
    owner,
    billingAddress: { street: "Kai 1", city: "Lund", country: "Sweden" },
    description: { doc: docOfText(words), text: words },
  },
  contacts: {
    firstName: "Priya",
    lastName: "Nair",
    emails: [entry("Priya@Halden.example", "work")],
    phones: [entry("+4930901820", "office"), entry("+4915112345678", "mobile")],
    jobTitle: "Head of Sales",
    account: { id: ids.account, name: "Halden" },
    lifecycle: "sql",
    owner,
    mailingAddress: { city: "Lund", postalCode: "22100" },
  },
  deals: {
    name: "Renewal 2027",
    stageId: stage,
    amount: { amount: 990_000, currency: "EUR" },
    expectedCloseDate: "2027-03-31",
    account: { id: ids.account, name: "Halden" },
    owner,
    nextStep: "Send the offer",
    description: { doc: docOfText(words), text: words },
  },
};

it.each(Object.keys(records))("%s with a value in every field leave, and come back as they left", async (remote) => {
  const [company = ""] = trial.seed(portal, { companies: [{ properties: { name: "Halden" } }] }).companies;
  const record = records[remote] as unknown as AnyRecord;
  const { pairs } = objectOf(remote);
  const crossing = pairs.filter((pair) => pair.read(record) !== null && pair.directions.includes("both"));
  const missing = pairs.filter((pair) => !crossing.includes(pair) && pair.directions.includes("both"));
  expect(missing.map(({ field }) => field)).toEqual([]);
  const at = partners(company);
  const sent: Record<string, string | null> = Object.assign({}, ...crossing.map((pair) => propsOut(pair, record, at)));
  const [answer] = await client.write(remote, [{ key: `record ${remote}`, id: null, props: sent }], []);
  if (answer?.state !== "written") throw new Error(JSON.stringify(answer));
  const names = pairs.flatMap((pair) => pair.remote);
  const [found] = await client.byIds(remote, [answer.snapshot.id], names);
  for (const pair of crossing) {
    const kept = pair.asKept?.(propsOut(pair, record, at)) ?? {};
    expect(found?.props, pair.field).toMatchObject(kept);
    expect(pair.toOurs(found?.props ?? {}, at), pair.field).toEqual({ value: pair.read(record) });
  }
});

function propsOut(pair: FieldPair, record: AnyRecord, at: Partners): Props {
  const out = pair.toTheirs(pair.read(record), at);
  if ("blocked" in out) throw new Error(`${pair.field}: ${out.blocked.words}`);
  return out.props;
}

it("a company without a name gets its domain, and a deal without one a name", () => {
  const more = (remote: string, props: Props) => objectOf(remote).whenNew?.(props, partnersOf());
  expect(more("companies", { name: null, domain: "halden.example" })).toEqual({ name: "halden.example" });
  expect(more("companies", { name: "Halden", domain: "halden.example" })).toEqual({});
  expect(more("deals", { dealname: null })).toEqual({ name: "Deal without a name" });
});
