import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import { freePort } from "@/local/ports";
import { adminQuery } from "@/test/db";
import { countRequest } from "./request-rate";
import { sharedCounter } from "./shared-limit";

function isFound(): boolean {
  try {
    return execFileSync("redis-server", ["--version"]).length > 0;
  } catch {
    return false;
  }
}

/** A real server of Redis with its own folder, and a client of it. */
async function redisServer() {
  const dir = mkdtempSync(join(tmpdir(), "throughline-redis-"));
  const port = await freePort();
  const server = spawn("redis-server", ["--port", String(port), "--dir", dir, "--save", "", "--bind", "127.0.0.1"]);
  for await (const text of server.stdout) if (String(text).includes("Ready to accept connections")) break;
  const client = new Redis(`redis://127.0.0.1:${port}`, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  client.on("error", () => undefined);
  await once(client, "ready");
  const kill = async () => {
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  const stop = async () => {
    client.disconnect();
    if (server.exitCode === null && server.signalCode === null) await kill();
    rmSync(dir, { recursive: true, force: true });
  };
  return { client, kill, [Symbol.asyncDispose]: stop };
}

const inPostgres = (keyId: string) => adminQuery("select 1 from rate_limits where key like $1", [`%${keyId}`]);

// Needs the program redis-server in the PATH: without it, only PostgreSQL counts, and that is tested elsewhere.
describe.skipIf(!isFound())("limits of requests in Redis (skipped where no redis-server is found)", () => {
  const asks = (keyId: string, counter: ReturnType<typeof sharedCounter>, times: number) =>
    Promise.allSettled(
      Array.from({ length: times }, () =>
        countRequest(
          { tenant: { id: keyId }, keyId, hash: keyId, ofWorkspace: 100, ofKey: null },
          () => undefined,
          counter,
        ),
      ),
    );
  const allowed = (all: PromiseSettledResult<void>[]) => all.filter(({ status }) => status === "fulfilled").length;

  test("are exact, and PostgreSQL is not asked", async () => {
    await using redis = await redisServer();
    const keyId = randomUUID();
    expect(allowed(await asks(keyId, sharedCounter(redis.client), 200))).toBe(80);
    expect(await inPostgres(keyId)).toEqual([]);
    expect(Number(await redis.client.get(`requests:key ${keyId}`))).toBeGreaterThanOrEqual(80);
  });

  test("are counted in PostgreSQL while Redis is away", async () => {
    await using redis = await redisServer();
    const counter = sharedCounter(redis.client);
    await redis.kill();
    const keyId = randomUUID();
    expect(allowed(await asks(keyId, counter, 200))).toBe(80);
    expect(await inPostgres(keyId)).not.toEqual([]);
  });
});
