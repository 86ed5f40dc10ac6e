import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signatureOf } from "@/local/providers/hubspot/webhooks";
import { type HubSpotTrial, hubspotTrial } from "@/test/hubspot";
import { hints } from "./operations/webhook";

interface Delivery {
  body: string;
  headers: Headers;
}

const url = "https://app.example/api/webhooks/hubspot";
const deliveries: Delivery[] = [];
const door = createServer(async (request, response) => {
  deliveries.push({ body: await text(request), headers: new Headers(request.headers as Record<string, string>) });
  response.end();
});
let trial: HubSpotTrial;
let portal: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  trial = await hubspotTrial({ webhook: { hubspot: `http://127.0.0.1:${port}/`, signedAs: url } });
  portal = trial.portal();
});
afterAll(async () => {
  await trial.stop();
  door.close();
});

const now = () => new Date();
/** The deliveries after an act of somebody in HubSpot. */
async function arrived(act: () => unknown): Promise<Delivery[]> {
  deliveries.length = 0;
  await act();
  await trial.webhooks.idle();
  return [...deliveries];
}
const hintsIn = (all: readonly Delivery[], at = url) =>
  all.flatMap((one) => hints({ url: at, ...one, now: now() }) ?? []);

it("changes, deletions and erasures are hints to read their records", async () => {
  let id = "";
  const made = hintsIn(await arrived(() => (id = trial.edit.create(portal, "companies", { name: "A" }).id)));
  expect(made).toContainEqual(
    expect.objectContaining({ accountId: String(portal), remote: "companies", externalId: id, kind: "changed" }),
  );
  const deleted = hintsIn(await arrived(() => trial.edit.archive(portal, "companies", id)));
  expect(deleted).toEqual([expect.objectContaining({ externalId: id, kind: "deleted" })]);
  const person = trial.edit.create(portal, "contacts", { email: "a@x.example" }).id;
  await trial.webhooks.idle();
  const erased = hintsIn(await arrived(() => trial.edit.forget(portal, "contacts", person)));
  expect(erased).toEqual([expect.objectContaining({ remote: "contacts", externalId: person, kind: "erased" })]);
});

it("a merge is one for the record that is left, and for each that went into it", async () => {
  const [kept, lost] = ["A", "B"].map((name) => trial.edit.create(portal, "companies", { name }).id);
  await trial.webhooks.idle();
  const merged = hintsIn(await arrived(() => trial.edit.merge(portal, "companies", kept ?? "", lost ?? "")));
  expect(merged.map(({ externalId, kind }) => [externalId, kind])).toEqual([
    [kept, "changed"],
    [lost, "merged"],
  ]);
});

it("a new company of a contact is one for both sides", async () => {
  const company = { object: "companies", id: trial.edit.create(portal, "companies", { name: "A" }).id } as const;
  const contact = {
    object: "contacts",
    id: trial.edit.create(portal, "contacts", { email: "b@x.example" }).id,
  } as const;
  await trial.webhooks.idle();
  const linked = hintsIn(await arrived(() => trial.edit.associate(portal, contact, company)));
  expect(linked.map(({ remote, externalId }) => [remote, externalId])).toEqual(
    expect.arrayContaining([
      ["contacts", contact.id],
      ["companies", company.id],
    ]),
  );
});

it("our own writes are none", async () => {
  const client = await trial.connect(portal);
  const all = await arrived(() => client.write("companies", [{ key: "own", id: null, props: { name: "Ours" } }], []));
  expect(all.length).toBeGreaterThan(0);
  expect(hintsIn(all)).toEqual([]);
});

it("what arrives twice has the same keys, and each event its own", async () => {
  trial.faults.add({ kind: "webhook", what: "doubled" });
  const all = await arrived(() => trial.edit.create(portal, "companies", { name: "A", city: "Lund" }));
  const keys = hintsIn(all).map(({ key }) => key);
  expect(all).toHaveLength(2);
  expect(keys.length).toBeGreaterThan(2);
  expect(new Set(keys).size).toBe(keys.length / 2);
});

it.each(["wrong secret", "old"] as const)("a signature that is of %s is refused", async (what) => {
  trial.faults.add({ kind: "webhook", what });
  const [delivery] = await arrived(() => trial.edit.create(portal, "companies", { name: "A" }));
  expect(delivery && hints({ url, ...delivery, now: now() })).toBeNull();
});

it("so is one of the future, of another address or body, cut short or missing", async () => {
  const [delivery] = await arrived(() => trial.edit.create(portal, "companies", { name: "A" }));
  if (!delivery) throw new Error("Nothing arrived.");
  const { headers, body } = delivery;
  const changed = (name: string, value: string | null) => {
    const other = new Headers(headers);
    if (value === null) other.delete(name);
    else other.set(name, value);
    return other;
  };
  const time = Number(headers.get("x-hubspot-request-timestamp"));
  const signature = headers.get("x-hubspot-signature-v3") ?? "";
  const read = (more: Partial<Parameters<typeof hints>[0]>) => hints({ url, headers, body, now: now(), ...more });
  expect(read({})).not.toBeNull();
  expect(read({ now: new Date(time - 5 * 60_000 - 1) })).toBeNull();
  expect(read({ now: new Date(time + 5 * 60_000) })).not.toBeNull();
  expect(read({ now: new Date(time + 5 * 60_000 + 1) })).toBeNull();
  expect(read({ url: `${url}?x=1` })).toBeNull();
  expect(read({ body: `${body} ` })).toBeNull();
  expect(read({ headers: changed("x-hubspot-signature-v3", signature.slice(0, -4)) })).toBeNull();
  expect(read({ headers: changed("x-hubspot-signature-v3", null) })).toBeNull();
  expect(read({ headers: changed("x-hubspot-request-timestamp", null) })).toBeNull();
  expect(read({ headers: changed("x-hubspot-request-timestamp", "soon") })).toBeNull();
});

it("a body that we cannot read has no hints, though it is signed", () => {
  const timestamp = String(Date.now());
  for (const body of ["", "null", "{", '[{"eventId":1}]', '[{"subscriptionType":"ticket.creation"}]']) {
    const signature = signatureOf({ secret: trial.keys.clientSecret, url, body, timestamp });
    const headers = new Headers({ "x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": timestamp });
    expect(hints({ url, headers, body, now: now() })).toEqual([]);
  }
});
