import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Publisher from "pusher";
import Stripe from "stripe";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localChannels, localPayments, localProviders } from "./main";

let dir: string;
const notices: string[] = [];
const notice = (text: string) => notices.push(text);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "throughline-local-"));
  const names = [
    "PUSHER_APP_ID",
    "PUSHER_KEY",
    "PUSHER_SECRET",
    "PUSHER_CLIENT_URL",
    "DEMO_HOST",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_API_URL",
    "NEXTAUTH_URL",
    "HUBSPOT_CLIENT_ID",
    "HUBSPOT_CLIENT_SECRET",
    "HUBSPOT_APP_ID",
    "HUBSPOT_API_URL",
    "HUBSPOT_APP_URL",
  ];
  for (const name of names) vi.stubEnv(name, "");
});
afterEach(() => rm(dir, { recursive: true }));
// Another file of this worker may read the environment before its first test.
afterAll(() => vi.unstubAllEnvs());

describe("the channels server of a machine", () => {
  it("is there with all that the app needs, and after a restart the same", async () => {
    const first = await started();
    await first.stop();
    const again = await started();
    expect(again.env).toEqual(first.env);
    const { PUSHER_APP_ID: appId, PUSHER_KEY: key, PUSHER_SECRET: secret, PUSHER_URL: url } = again.env;
    const { hostname: host, port } = new URL(url);
    const answer = await new Publisher({ appId, key, secret, host, port }).trigger("news", "posted", 1);
    expect(answer.status).toBe(200);
    expect(again.env.PUSHER_CLIENT_URL).toBe(`:${port}`);
    await again.stop();
    expect(notices).toEqual([]);
  });

  it("is reached by this machine alone, unless DEMO_HOST says otherwise", async () => {
    // Another address of this machine stands for another machine.
    const answers = async ({ env }: { env: { PUSHER_URL: string } }, host: string) =>
      fetch(`http://${host}:${new URL(env.PUSHER_URL).port}/`).then(
        () => true,
        () => false,
      );
    const closed = await started();
    expect([await answers(closed, "127.0.0.1"), await answers(closed, "127.0.0.2")]).toEqual([true, false]);
    await closed.stop();
    vi.stubEnv("DEMO_HOST", "0.0.0.0");
    const open = await started();
    expect([await answers(open, "127.0.0.1"), await answers(open, "127.0.0.2")]).toEqual([true, true]);
    await open.stop();
  });

  it("is reached by browsers where the environment says", async () => {
    vi.stubEnv("PUSHER_CLIENT_URL", "wss://channels.example.com");
    const { env, stop } = await started();
    await stop();
    expect(env.PUSHER_CLIENT_URL).toBe("wss://channels.example.com");
  });

  it("is not needed beside an app of Pusher, and does not fill in the half of one", async () => {
    vi.stubEnv("PUSHER_APP_ID", "1234567");
    vi.stubEnv("PUSHER_KEY", "278d425bdf160c739803");
    await expect(localChannels(dir, { notice, port: 3000 })).rejects.toThrow(
      /^Of the variables of the Pusher app PUSHER_SECRET is not set/,
    );
    vi.stubEnv("PUSHER_SECRET", "7ad3773142a6692b25b8");
    expect(await localChannels(dir, { notice, port: 3000 })).toBeUndefined();
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("the payments server of a machine", () => {
  it("is there with all that the app needs, and after a restart the same", async () => {
    const first = await localPayments(dir, { notice, port: 3000 });
    const { STRIPE_SECRET_KEY: key = "", STRIPE_API_URL: url = "" } = first?.env ?? {};
    const { hostname: host, port } = new URL(url);
    const stripe = new Stripe(key, { host, port, protocol: "http" });
    const { id } = await stripe.customers.create({ name: "Kept" });
    await first?.stop();
    const again = await localPayments(dir, { notice, port: 3000 });
    expect(again?.env).toEqual(first?.env);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ name: "Kept" });
    const { data } = await stripe.webhookEndpoints.list();
    expect(data.map((endpoint) => endpoint.url)).toEqual(["http://127.0.0.1:3000/api/webhooks/stripe"]);
    await again?.stop();
  });

  it("is reached by this machine alone, whatever DEMO_HOST says", async () => {
    vi.stubEnv("DEMO_HOST", "0.0.0.0");
    const payments = await localPayments(dir, { notice, port: 3000 });
    const { port } = new URL(payments?.env.STRIPE_API_URL ?? "");
    expect((await fetch(`http://127.0.0.1:${port}/pages/style.css`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.2:${port}/pages/style.css`)).rejects.toThrow();
    await payments?.stop();
  });

  it("is not started beside a key of Stripe", async () => {
    vi.stubEnv("STRIPE_SECRET_KEY", "sk_test_51abcdef");
    expect(await localPayments(dir, { notice, port: 3000 })).toBeUndefined();
    vi.stubEnv("STRIPE_SECRET_KEY", "");
    vi.stubEnv("STRIPE_WEBHOOK_SECRET", "whsec_51abcdef");
    await expect(localPayments(dir, { notice, port: 3000 })).rejects.toThrow(
      /^STRIPE_WEBHOOK_SECRET without STRIPE_SECRET_KEY/,
    );
    expect(await readdir(dir)).toEqual([]);
  });
});

describe("the providers' server of a machine", () => {
  it("is there with all that the app needs, and after a restart the same", async () => {
    const first = await localProviders(dir, { notice, port: 3000 });
    const { HUBSPOT_API_URL: url = "", HUBSPOT_CLIENT_SECRET: secret = "", HUBSPOT_CLIENT_ID: id } = first?.env ?? {};
    expect(first?.env).toEqual({
      HUBSPOT_CLIENT_ID: id,
      HUBSPOT_CLIENT_SECRET: secret,
      HUBSPOT_APP_ID: "330047",
      HUBSPOT_API_URL: url,
      HUBSPOT_APP_URL: url,
    });
    const door = (name: string, body: object) =>
      fetch(`${url}/admin/${name}`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}` },
        body: JSON.stringify(body),
      }).then((answer) => answer.json());
    const properties = { name: "Kept" };
    await door("seed", { portal: 4711, companies: [{ id: "5", properties }] });
    await first?.stop();
    const again = await localProviders(dir, { notice, port: 3000 });
    expect(again?.env).toEqual(first?.env);
    const read = { portal: 4711, what: "read", object: "companies", id: "5" };
    expect(await door("edit", read)).toMatchObject({ properties });
    await again?.stop();
  });

  it("is reached by this machine alone, whatever DEMO_HOST says", async () => {
    vi.stubEnv("DEMO_HOST", "0.0.0.0");
    const providers = await localProviders(dir, { notice, port: 3000 });
    const { port } = new URL(providers?.env.HUBSPOT_API_URL ?? "");
    expect((await fetch(`http://127.0.0.1:${port}/hubspot/`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.2:${port}/hubspot/`)).rejects.toThrow();
    await providers?.stop();
  });

  it("is not started beside an app of HubSpot, and does not fill in the half of one", async () => {
    vi.stubEnv("HUBSPOT_API_URL", "http://127.0.0.1:1/hubspot");
    await expect(localProviders(dir, { notice, port: 3000 })).rejects.toThrow(
      /^HUBSPOT_API_URL without HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET is no use/,
    );
    vi.stubEnv("HUBSPOT_CLIENT_ID", "a-client");
    await expect(localProviders(dir, { notice, port: 3000 })).rejects.toThrow(
      /without HUBSPOT_CLIENT_SECRET is no use/,
    );
    vi.stubEnv("HUBSPOT_CLIENT_SECRET", "a-secret");
    expect(await localProviders(dir, { notice, port: 3000 })).toBeUndefined();
    expect(await readdir(dir)).toEqual([]);
  });
});

async function started() {
  const channels = await localChannels(dir, { notice, port: 3000 });
  if (!channels) throw new Error("There is no channels server.");
  return channels;
}
