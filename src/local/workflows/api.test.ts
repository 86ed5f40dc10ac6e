import type { AddressInfo } from "node:net";
import { Pool } from "pg";
import { expect, test } from "vitest";
import { createApi } from "./api";

const options = {
  port: 0,
  databaseUrl: "postgresql://nobody@127.0.0.1:1/nowhere",
  eventKey: "event-key",
  signingKey: "signkey-test-00112233445566778899aabbccddeeff",
  appUrls: [],
  backoffMs: [],
  resyncMs: 60_000,
  pollMs: 1_000,
  workers: 1,
};

test("events that cannot be kept because the database is away are no events to blame", async () => {
  const pool = new Pool({ connectionString: options.databaseUrl });
  const notices: string[] = [];
  const api = createApi({
    options,
    pool,
    stopping: new AbortController().signal,
    notice: (text) => notices.push(text),
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const { port } = api.address() as AddressInfo;
  const send = async (body: unknown) =>
    (await fetch(`http://127.0.0.1:${port}/e/${options.eventKey}`, { method: "POST", body: JSON.stringify(body) }))
      .status;
  expect(await send({ name: "good" })).toBe(500);
  expect(notices.join()).toMatch(/ECONNREFUSED/);
  expect(await send({ name: "" })).toBe(400);
  api.close();
  await pool.end();
});
