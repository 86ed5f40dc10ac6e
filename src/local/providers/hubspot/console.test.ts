import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HubSpotServer, hubspotServer } from "./client.fixture";

let server: HubSpotServer;
beforeAll(async () => {
  server = await hubspotServer();
});
afterAll(() => server.stop());

const open = async (path: string) => {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, text: await response.text() };
};

/** Sends a form of the console as a browser does. */
async function send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  const response = await fetch(`${server.url}${path}`, { method: "POST", body, headers, redirect: "manual" });
  return { status: response.status, location: response.headers.get("location"), text: await response.text() };
}

/** The status under another name of this machine. */
function statusUnder(host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${server.url}${path}`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject).end();
  });
}

function filled() {
  const portal = server.portal("Birch & <Sons>");
  const contacts = Array.from({ length: 30 }, (_, n) => ({
    id: String(n + 1),
    properties: { firstname: `Person${n + 1}`, lastname: "<b>Test</b>", email: `p${n + 1}@many.example` },
  }));
  server.seed(portal, { contacts, companies: [{ id: "99", properties: { name: "Halden" } }] });
  return { portal, base: `/portals/${portal}/contacts` };
}

describe("the console", () => {
  it("lists portals, and records by pages and by words, with all text escaped", async () => {
    const { portal, base } = filled();
    const portals = await open("/");
    expect(portals.text).toContain("Birch &#38; &#60;Sons&#62;");
    expect(portals.text).toContain(`/hubspot/portals/${portal}/contacts">30</a>`);
    const first = await open(base);
    expect(first.text).toContain("30 in all, page 1");
    expect(first.text).not.toContain("<b>Test</b>");
    expect((await open(`${base}?page=2`)).text.match(/@many\.example/g)).toHaveLength(5);
    const found = await open(`${base}?q=p17%40many`);
    expect(found.text).toContain("Person17");
    expect(found.text.match(/@many\.example/g)).toHaveLength(1);
    expect((await open(`${base}?q=nobody`)).text).toContain("No contacts match");
    expect((await open("/portals/1/contacts")).status).toBe(404);
    expect((await open(`${base}/12345`)).status).toBe(404);
  });

  it("saves only what a person changed, under that person's name", async () => {
    const { portal, base } = filled();
    const page = await open(`${base}/5`);
    expect(page.text).toContain('name="p.jobtitle"');
    expect(page.text).not.toContain('name="p.createdate"');
    const fields = { "p.firstname": "Person5", "p.lastname": "Changed", "p.jobtitle": "", act: "save" };
    const saved = await send(`${base}/5`, fields);
    expect([saved.status, saved.location]).toEqual([
      303,
      `/hubspot/portals/${portal}/contacts/5?done=${encodeURIComponent("Saved: lastname.")}`,
    ]);
    const row = server.crm.collection(portal, "contacts").get("5");
    expect(row?.properties).toMatchObject({ firstname: "Person5", lastname: "Changed" });
    expect(Object.keys(row?.history ?? {})).toEqual(["lastname"]);
    expect(row?.history.lastname?.at(-1)?.source).toBe("CRM_UI");
  });

  it("says why a value is refused, keeps what was typed, and writes nothing", async () => {
    const { portal, base } = filled();
    const refused = await send(`${base}/5`, { "p.email": "no address", "p.jobtitle": "Buyer", act: "save" });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain("Email address no address is invalid");
    expect(refused.text).toContain('value="Buyer"');
    expect(server.edit.read(portal, "contacts", "5")?.properties).toMatchObject({ email: "p5@many.example" });
    expect(server.edit.read(portal, "contacts", "5")?.properties.jobtitle).toBeUndefined();
  });

  it("creates, archives, restores, merges, associates and erases", async () => {
    const { portal, base } = filled();
    const made = await send(`${base}/new`, { "p.firstname": "New", act: "create" });
    const id = /contacts\/(\d+)\?/.exec(made.location ?? "")?.[1] ?? "";
    expect(server.edit.read(portal, "contacts", id)?.properties.firstname).toBe("New");
    await send(`${base}/${id}`, { act: "associate", to: "companies", other: "99" });
    expect((await open(`${base}/${id}`)).text).toContain("company 99");
    await send(`${base}/${id}`, { act: "dissociate", to: "companies", other: "99" });
    expect((await open(`${base}/${id}`)).text).not.toContain("company 99");
    await send(`${base}/${id}`, { act: "archive" });
    expect(server.edit.read(portal, "contacts", id)?.archived).toBe(true);
    expect((await open(`${base}?archived=true`)).text).toContain("1 in all");
    await send(`${base}/${id}`, { act: "restore" });
    expect(server.edit.read(portal, "contacts", id)?.archived).toBe(false);
    await send(`${base}/${id}`, { act: "merge", other: "3" });
    expect(server.edit.read(portal, "contacts", "3")?.id).toBe(id);
    expect((await send(`${base}/${id}`, { act: "merge", other: "77777" })).status).toBe(400);
    const erased = await send(`${base}/${id}`, { act: "forget" });
    expect(erased.location).toBe(`/hubspot/portals/${portal}/contacts`);
    expect(server.edit.read(portal, "contacts", id)).toBeUndefined();
  });

  it("is for this machine and its own forms", async () => {
    const { portal, base } = filled();
    expect(await statusUnder("crm.evil.example", base)).toBe(403);
    expect(await statusUnder("localhost:3000", base)).toBe(200);
    const other = await send(`${base}/5`, { act: "archive" }, { origin: "https://evil.example" });
    expect(other.status).toBe(403);
    expect((await send(`${base}/5`, { act: "archive" }, { origin: "null" })).status).toBe(403);
    expect(server.edit.read(portal, "contacts", "5")?.archived).toBe(false);
    expect((await fetch(`${server.url}${base}`, { method: "DELETE" })).status).toBe(405);
  });

  it("counts calls", async () => {
    const { portal } = filled();
    await server.client(portal).crm.deals.basicApi.create({ properties: { dealname: "Rollout" } });
    const { text } = await open("/calls");
    expect(text).toContain("POST /crm/v3/objects/deals");
    expect(text).toContain("deals created");
  });
});
