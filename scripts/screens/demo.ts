import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, Cookie } from "@playwright/test";
import { startNode } from "@/local/child";
import { freePort } from "@/local/ports";
import { dataDir } from "@/local/settings";
import { readState } from "@/local/state";

/** A running demo, and sessions of its people. */
export interface Demo {
  url: string;
  /** The cookies of a signed-in person; requested once for each. */
  cookiesOf(browser: Browser, email: string): Promise<Cookie[]>;
  stop(): Promise<void>;
}

interface DemoFile {
  url: string;
  password: string;
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

function demoAt({ url, password }: DemoFile, stop: Demo["stop"]): Demo {
  const sessions = new Map<string, Cookie[]>();
  async function signIn(browser: Browser, email: string): Promise<Cookie[]> {
    const context = await browser.newContext({ baseURL: url });
    const { csrfToken } = await (await context.request.get("/api/auth/csrf")).json();
    const answer = await context.request.post("/api/auth/callback/credentials", {
      form: { csrfToken, email, password, json: "true", callbackUrl: "/" },
    });
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`);
    const cookies = await context.cookies();
    await context.close();
    return cookies;
  }
  return {
    url,
    stop,
    async cookiesOf(browser, email) {
      const cookies = sessions.get(email) ?? (await signIn(browser, email));
      sessions.set(email, cookies);
      return cookies;
    },
  };
}
