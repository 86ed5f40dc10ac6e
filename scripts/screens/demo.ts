import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Cookie } from "@playwright/test";
import { generate } from "otplib";
import { startNode } from "@/local/child";
import { freePort } from "@/local/ports";
import { dataDir } from "@/local/settings";
import { readState } from "@/local/state";

/** A running demo, and sessions of its people. */
export interface Demo {
  url: string;
  /** The cookies of a signed-in person; requested once for each. */
  cookiesOf(browser: Browser, email: string): Promise<Cookie[]>;
  /** A browser of a person who has just signed in; the caller closes it. */
  signIn(browser: Browser, email: string): Promise<BrowserContext>;
  stop(): Promise<void>;
}

interface DemoFile {
  url: string;
  password: string;
  staff: readonly { email: string; totpSecret: string }[];
}

const readyWithinMs = 10 * 60_000;

async function demoFile(): Promise<DemoFile | null> {
  const text = await readState(join(dataDir(), "demo.json"));
  return text === undefined ? null : JSON.parse(text);
}

async function answers(demo: DemoFile | null): Promise<boolean> {
  if (!demo) return false;
  return await fetch(`${demo.url}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The demo of this DATA_DIR if it runs; else one is started, and stopped at the end. */
export async function runningDemo(): Promise<Demo> {
  const known = await demoFile();
  if (known && (await answers(known))) return demoAt(known, async () => undefined);
  console.log("No demo runs here, so one is started.");
  const env = { PORT: String(await freePort()) };
  const child = startNode(["--import", "tsx", "--conditions=react-server", "scripts/demo.ts"], { env, show: true });
  const ended = child.ended.then(({ how }) => how);
  for (const deadline = Date.now() + readyWithinMs; Date.now() < deadline; ) {
    const started = await demoFile();
    if (started && (await answers(started))) return demoAt(started, () => child.stop(30_000));
    const how = await Promise.race([ended, pause(500, null)]);
    if (how !== null) throw new Error(`The demo did not start: ${how}.`);
  }
  await child.stop(30_000);
  throw new Error("The demo did not become ready within ten minutes.");
}

function demoAt({ url, password, staff }: DemoFile, stop: Demo["stop"]): Demo {
  const sessions = new Map<string, Cookie[]>();
  async function signIn(browser: Browser, email: string): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: url });
    const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
    const send = async (credentials: Record<string, string>) => {
      const form = { csrfToken, json: "true", callbackUrl: "/", ...credentials };
      return await context.request.post("/api/auth/callback/credentials", { form });
    };
    let answer = await send({ email, password });
    const secret = staff.find((one) => one.email === email)?.totpSecret;
    if (secret) answer = await send({ code: await generate({ secret }) });
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`);
    return context;
  }
  return {
    url,
    stop,
    signIn,
    async cookiesOf(browser, email) {
      const known = sessions.get(email);
      if (known) return known;
      const context = await signIn(browser, email);
      const cookies = await context.cookies();
      await context.close();
      sessions.set(email, cookies);
      return cookies;
    },
  };
}
