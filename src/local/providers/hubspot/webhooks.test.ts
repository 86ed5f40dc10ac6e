import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Signature } from "@hubspot/api-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type HubSpotServer, hubspotServer } from "./client.fixture";

type Event = Record<string, unknown> & { eventId: number; subscriptionType: string; attemptNumber: number };
type Received = { events: Event[]; body: string; signature: string; timestamp: string };

const PUBLIC = "https://crm.example.com/api/webhooks/hubspot";

let app: Server;
let received: Received[] = [];
let answers: number[] = [];
let server: HubSpotServer;

beforeEach(async () => {
  received = [];
  answers = [];
  app = createServer(async (request, response) => {
    const body = await text(request);
    const { "x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": timestamp } = request.headers;
    received.push({ events: JSON.parse(body), body, signature: String(signature), timestamp: String(timestamp) });
    response.writeHead(answers.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const { port } = app.address() as AddressInfo;
  // Nothing is sent before a test asks for it, and no try repeats by itself.
  server = await hubspotServer({
    webhook: { hubspot: `http://127.0.0.1:${port}/api/webhooks/hubspot`, signedAs: PUBLIC },
    timing: { gatherMs: 3_600_000, retryMs: Array.from({ length: 9 }, () => 3_600_000) },
  });
});
afterEach(async () => {
  await server.stop();
  await new Promise((resolve) => app.close(resolve));
});

/** Whether the SDK takes a delivery as HubSpot's. */
const isGood = ({ body, signature, timestamp }: Received, clientSecret = server.keys.clientSecret) =>
  Signature.isValid({
    signatureVersion: "v3",
    clientSecret,
    signature,
    timestamp: Number(timestamp),
    requestBody: body,
    url: PUBLIC,
    method: "POST",
  });

const typesIn = (all: Received[]) => all.flatMap(({ events }) => events.map((each) => each.subscriptionType));

describe("a delivery", () => {
  it("is one signed batch of changes, each with its portal and who made it", async () => {
    const portal = server.portal();
    const { id } = await server.client(portal).crm.contacts.basicApi.create({ properties: { email: "a@b.example" } });
    server.edit.change(portal, "contacts", id, { firstname: "Ada" });
    await server.webhooks.idle();
    expect(received).toHaveLength(1);
    const [delivery] = received;
    expect(delivery && isGood(delivery)).toBe(true);
    expect(delivery && isGood(delivery, "another secret")).toBe(false);
    const ours = { portalId: portal, objectId: Number(id), changeSource: "INTEGRATION", sourceId: "330047" };
    expect(delivery?.events).toMatchObject([
      { ...ours, subscriptionType: "contact.creation", appId: 330_047, attemptNumber: 0 },
      { ...ours, subscriptionType: "contact.propertyChange", propertyName: "email", propertyValue: "a@b.example" },
      { subscriptionType: "contact.propertyChange", propertyName: "firstname", changeSource: "CRM_UI" },
    ]);
    expect(delivery?.events[0]).toMatchObject({ eventId: expect.any(Number), occurredAt: expect.any(Number) });
  });

  it("has 100 changes at most", async () => {
    const portal = server.portal();
    for (let n = 0; n < 101; n++) server.edit.create(portal, "companies", { name: `N${n}` });
    await server.webhooks.idle();
    expect(received.map(({ events }) => events.length)).toEqual([100, 100, 2]);
  });

  it("reports merges, deletions, restores, erasures and associations", async () => {
    const portal = server.portal();
    const { edit } = server;
    server.seed(portal, {
      contacts: ["1", "2", "3"].map((id) => ({ id, properties: { firstname: id } })),
      companies: [{ id: "9", properties: { name: "Halden" } }],
    });
    edit.associate(portal, { object: "contacts", id: "1" }, { object: "companies", id: "9" });
    edit.merge(portal, "contacts", "1", "2");
    edit.archive(portal, "contacts", "1");
    edit.restore(portal, "contacts", "1");
    edit.forget(portal, "contacts", "3");
    await server.webhooks.idle();
    expect(typesIn(received)).toEqual([
      "contact.associationChange",
      "company.associationChange",
      "contact.merge",
      "contact.deletion",
      "contact.restore",
      "contact.privacyDeletion",
    ]);
    const merge = received[0]?.events.find((each) => each.subscriptionType === "contact.merge");
    expect(merge).toMatchObject({ primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 1 });
  });

  it("is tried again with the same ids until the app takes it", async () => {
    answers = [500, 503, 200];
    server.edit.create(server.portal(), "companies", { name: "Halden" });
    await server.webhooks.idle();
    await server.webhooks.deliverLate();
    await server.webhooks.deliverLate();
    await server.webhooks.deliverLate();
    expect(received.map(({ events }) => events[0]?.attemptNumber)).toEqual([0, 1, 2]);
    expect(new Set(received.map(({ events }) => events[0]?.eventId)).size).toBe(1);
  });

  it("is sent again when a person asks for it", async () => {
    const portal = server.portal();
    const { id } = server.edit.create(portal, "companies", { name: "Halden" });
    await server.webhooks.idle();
    expect(server.webhooks.resend(portal, Number(id))).toBe(true);
    expect(server.webhooks.resend(portal, 1)).toBe(false);
    await server.webhooks.idle();
    expect(received[1]?.events).toEqual(received[0]?.events.slice(-1));
  });
});

describe("a failure of deliveries", () => {
  /** The properties in each delivery of two changes of a company under a failure. */
  async function under(what: "lost" | "doubled" | "reordered" | "late" | "wrong secret" | "old") {
    const portal = server.portal();
    const { id } = server.edit.create(portal, "companies", { name: "One" });
    await server.webhooks.idle();
    received = [];
    server.faults.add({ kind: "webhook", what });
    server.edit.change(portal, "companies", id, { name: "Two", phone: "1" });
    await server.webhooks.idle();
    return received.map(({ events }) => events.map(({ propertyName }) => propertyName).join(" "));
  }

  it("loses a batch", async () => {
    expect(await under("lost")).toEqual([]);
    await server.webhooks.deliverLate();
    expect(received).toEqual([]);
  });

  it("doubles a batch, with the same ids", async () => {
    expect(await under("doubled")).toEqual(["name phone", "name phone"]);
    expect(received[0]?.events).toEqual(received[1]?.events);
  });

  it("turns the order round", async () => {
    expect(await under("reordered")).toEqual(["phone name"]);
  });

  it("is late: after what happened later", async () => {
    expect(await under("late")).toEqual([]);
    server.edit.create(server.portal(), "companies", { name: "Later" });
    await server.webhooks.idle();
    await server.webhooks.deliverLate();
    expect(typesIn(received)).toEqual([
      "company.creation",
      "company.propertyChange",
      "company.propertyChange",
      "company.propertyChange",
    ]);
    expect(received[1]?.events[0]).toMatchObject({ propertyName: "name", propertyValue: "Two" });
  });

  it("signs with another secret", async () => {
    expect(await under("wrong secret")).toEqual(["name phone"]);
    expect(received.map((each) => [isGood(each), isGood(each, "another secret")])).toEqual([[false, true]]);
  });

  it("is six minutes old, under a good signature", async () => {
    expect(await under("old")).toEqual(["name phone"]);
    const [delivery] = received;
    const age = Date.now() - Number(delivery?.timestamp);
    expect(age).toBeGreaterThanOrEqual(6 * 60_000);
    expect(age).toBeLessThan(7 * 60_000);
    expect(() => delivery && isGood(delivery)).toThrow("Timestamp is invalid");
    const signed = createHmac("sha256", server.keys.clientSecret).update(
      `POST${PUBLIC}${delivery?.body}${delivery?.timestamp}`,
    );
    expect(delivery?.signature).toBe(signed.digest("base64"));
  });
});
