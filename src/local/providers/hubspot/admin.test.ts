import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientFor, type HubSpotServer, hubspotServer } from "./client.fixture";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

/** Calls a door as the seed of the demo does. */
async function call(name: string, body?: unknown, secret = server.keys.clientSecret) {
  const [method = "GET", path = ""] = name.split(" ");
  const response = await fetch(`${server.url}/admin${path}`, {
    method,
    headers: { authorization: `Bearer ${secret}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe("the doors", () => {
  it("open for the secret of the app only", async () => {
    const refused = await call("POST /reset", {}, "another");
    expect(refused.status).toBe(401);
    expect((await call("GET /nothing")).status).toBe(404);
    expect((await call("POST /seed", { portal: 1 })).status).toBe(404);
  });

  it("fill a portal: 3,000 records with their ids in one request, and nothing of it if one value is bad", async () => {
    const portal = server.portal();
    const contacts = Array.from({ length: 3_000 }, (_, n) => ({
      id: String(n + 1),
      properties: { firstname: `N${n}`, email: `n${n}@many.example` },
      updatedAt: "2026-05-01T10:00:00.123Z",
      byApp: true,
    }));
    const companies = [{ id: "9001", properties: { name: "Halden" } }];
    const associations = [["contacts", "7", "companies", "9001", true]];
    const bad = [...contacts, { properties: { nope: "1" } }];
    expect((await call("POST /seed", { portal, contacts: bad, companies })).status).toBe(400);
    expect(server.edit.all(portal, "companies")).toEqual([]);
    const { status, body } = await call("POST /seed", { portal, contacts, companies, associations });
    expect([status, body.contacts.length, body.companies]).toEqual([200, 3_000, ["9001"]]);
    const found = await server.client(portal).crm.contacts.basicApi.getById("7", ["associatedcompanyid"], ["email"]);
    expect(found.properties.associatedcompanyid).toBe("9001");
    expect(found.updatedAt).toEqual(new Date("2026-05-01T10:00:00.123Z"));
    expect(found.propertiesWithHistory?.email?.[0]?.sourceType).toBe("INTEGRATION");
  });

  it("give a grant for a portal, as if a person had consented", async () => {
    const { body } = await call("POST /grant", { portal: 4712 });
    await clientFor(server.url, body.access_token).crm.contacts.basicApi.getPage(1);
    expect(server.crm.grants.living(body.refresh_token)?.account).toBe("4712");
  });

  it("play the other side", async () => {
    const portal = server.portal();
    const made = await call("POST /edit", { portal, what: "create", object: "deals", properties: { dealname: "A" } });
    const { id } = made.body as { id: string };
    await call("POST /edit", { portal, what: "change", object: "deals", id, properties: { amount: "5" } });
    expect(server.edit.read(portal, "deals", id)?.properties).toMatchObject({ dealname: "A", amount: "5" });
    expect((await call("POST /edit", { portal, what: "archive", object: "deals", id })).status).toBe(200);
    const read = await call("POST /edit", { portal, what: "read", object: "deals", id });
    expect(read.body.archived).toBe(true);
  });

  it("set faults, settings and the time, count calls, and reset", async () => {
    const portal = server.portal();
    await call("POST /faults", { kind: "answer", status: 503 });
    expect((await call("GET /faults")).body).toEqual([{ kind: "answer", status: 503 }]);
    expect((await call("POST /faults", { kind: "earthquake" })).status).toBe(400);
    await call("POST /settings", { lagMs: 100, limits: { searches: 7 } });
    expect(server.settings).toMatchObject({ lagMs: 100, limits: { searches: 7 } });
    expect((await call("POST /settings", { lagMs: -1 })).status).toBe(400);
    await call("POST /time", { time: Date.parse("2026-06-01T00:00:00Z") });
    expect(server.clock.now()).toBe(Date.parse("2026-06-01T00:00:00Z"));
    await call("DELETE /faults");
    await server.client(portal).crm.contacts.basicApi.create({ properties: { firstname: "A" } });
    const calls = await call("GET /calls");
    expect(calls.body.log[0]).toMatchObject({ method: "POST", path: "/crm/v3/objects/contacts", status: 201 });
    expect(calls.body.written["contacts created"]).toBeGreaterThan(0);
    await call("POST /reset", { portal });
    expect(server.edit.all(portal, "contacts")).toEqual([]);
    expect(server.clock.now()).toBe(Date.parse("2026-06-01T00:00:00Z"));
    await call("POST /reset", {});
    expect(server.crm.portals().map(({ id }) => id)).toEqual([4711, 4712]);
    expect(server.clock.now()).toBeGreaterThan(Date.parse("2026-06-01T00:00:00Z"));
    expect((await call("GET /calls")).body).toMatchObject({ all: 0, writes: 0 });
  });
});
