import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { freePort } from "../../ports";
import { newKeys, type Options } from "../start";
import { bodyOf, clientFor, hubspotServer } from "./client.fixture";

const keys = newKeys();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-providers-"));
});
afterEach(() => rm(dir, { recursive: true }));

const started = (options: Partial<Options> = {}) => hubspotServer({ dir, keys, ...options });
const file = () => join(dir, "providers.jsonl");

describe("after a restart", () => {
  it("has the same records, histories, associations, properties and tokens, and no id twice", async () => {
    const first = await started();
    const { accessToken, refreshToken } = first.grant(4711);
    const sdk = clientFor(first.url, accessToken);
    const { id } = await sdk.crm.contacts.basicApi.create({ properties: { email: "a@b.example", phone: "1" } });
    const { id: company } = await sdk.crm.companies.basicApi.create({ properties: { name: "Halden" } });
    const { id: gone } = await sdk.crm.contacts.basicApi.create({ properties: { firstname: "Gone" } });
    first.edit.change(4711, "contacts", id, { phone: "2" });
    first.edit.associate(4711, { object: "contacts", id }, { object: "companies", id: company });
    first.edit.forget(4711, "contacts", gone);
    const property = {
      name: "color",
      label: "Color",
      groupName: "g",
      type: "string" as never,
      fieldType: "text" as never,
    };
    await sdk.crm.properties.coreApi.create("contacts", property);
    const wanted = ["email", "phone", "associatedcompanyid", "color"];
    const read = (client: typeof sdk) => client.crm.contacts.basicApi.getById(id, wanted, ["phone"]);
    const before = await read(sdk);
    await first.stop();
    const again = await started();
    const other = clientFor(again.url, accessToken);
    expect(await read(other)).toEqual(before);
    expect(before.properties.associatedcompanyid).toBe(company);
    expect(before.propertiesWithHistory?.phone?.map(({ value }) => value)).toEqual(["2", "1"]);
    expect(again.crm.grants.living(refreshToken)?.account).toBe("4711");
    const next = await other.crm.contacts.basicApi.create({ properties: { firstname: "Next", color: "green" } });
    expect(Number(next.id)).toBeGreaterThan(Number(gone));
    const taken = other.crm.contacts.basicApi.create({ properties: { email: "a@b.example" } });
    expect((await bodyOf(taken)).code).toBe(409);
    await again.stop();
  });

  it("delivers the changes that the app had not taken", async () => {
    const port = await freePort();
    const webhook = { hubspot: `http://127.0.0.1:${port}/api/webhooks/hubspot` };
    const first = await started({ webhook });
    first.edit.create(4711, "companies", { name: "Waiting" });
    await first.webhooks.idle();
    first.edit.create(4711, "companies", { name: "Not sent yet" });
    await first.stop();
    const bodies: string[] = [];
    const app = createServer(async (request, response) => {
      bodies.push(await text(request));
      response.end();
    });
    await new Promise<void>((resolve) => app.listen(port, "127.0.0.1", resolve));
    const again = await started({ webhook });
    await again.webhooks.idle();
    const values = bodies.flatMap((body) =>
      (JSON.parse(body) as { propertyValue?: string }[]).map((e) => e.propertyValue),
    );
    expect(values.filter(Boolean)).toEqual(["Waiting", "Not sent yet"]);
    await again.stop();
    await new Promise((resolve) => app.close(resolve));
  });
});

describe("the file", () => {
  it("is written as it is, in a folder that is not there yet", async () => {
    const error = vi.spyOn(console, "error");
    const [folder, now] = [join(dir, "one", "two"), Date.parse("2026-06-01T00:00:00Z")];
    const first = await started({ dir: folder, now: () => now });
    first.edit.create(4711, "companies", { name: "Halden" });
    await first.stop();
    expect(error).not.toHaveBeenCalled();
    expect(await readFile(join(folder, "providers.jsonl"), "utf8")).toContain('"name":"Halden"');
  });

  it("gets a line for a change, whatever the portal has, and is short again after a restart", async () => {
    const first = await started();
    const contacts = Array.from({ length: 3_000 }, (_, n) => ({
      id: String(n + 1),
      properties: { firstname: `N${n}`, email: `n${n}@many.example`, jobtitle: "Buyer", phone: "+49 30 123" },
    }));
    first.seed(4711, { contacts });
    await first.stop();
    const { size } = await stat(file());
    const second = await started();
    for (let n = 0; n < 100; n++) second.edit.change(4711, "contacts", "7", { jobtitle: `Job ${n % 2}` });
    await second.stop();
    const grown = (await stat(file())).size - size;
    expect(grown).toBeGreaterThan(0);
    expect(grown).toBeLessThan(size);
  });

  it("may end in half a line, as after a kill; a damaged one is named", async () => {
    const first = await started();
    const { id } = first.edit.create(4711, "companies", { name: "Halden" });
    await first.stop();
    await appendFile(file(), '["hubspot/rows","4711/comp');
    const again = await started();
    expect(again.edit.read(4711, "companies", id)?.properties.name).toBe("Halden");
    again.edit.change(4711, "companies", id, { name: "Birch" });
    await again.stop();
    const third = await started();
    expect(third.edit.read(4711, "companies", id)?.properties.name).toBe("Birch");
    await third.stop();
    await writeFile(file(), `broken\n${await readFile(file(), "utf8")}`);
    await expect(started()).rejects.toThrow(/providers\.jsonl is damaged\. Delete it/);
  });
});
