import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { idleEnvironment } from "@/test/environment";
import { runScript } from "@/test/run-script";

it("names the Inngest server that the app could not reach, and what to do", async () => {
  await using app = createServer((_request, response) =>
    response.writeHead(500).end("Failed to register; fetch failed"),
  );
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const { code, output } = await sync({ NEXTAUTH_URL: url, INNGEST_BASE_URL: "http://127.0.0.1:8288" });
  expect(code).toBe(1);
  expect(output).toContain(
    `The app at ${url}/api/inngest could not register at the Inngest server http://127.0.0.1:8288 (500): Failed to register; fetch failed\nIf no Inngest server answers there, start it, or set INNGEST_BASE_URL`,
  );
});

it("names the address at which no app answers", async () => {
  const { code, output } = await sync({ NEXTAUTH_URL: "http://127.0.0.1:1" });
  expect(code).toBe(1);
  expect(output).toContain(
    "The app does not answer at http://127.0.0.1:1/api/inngest: connect ECONNREFUSED 127.0.0.1:1\nStart it",
  );
});

const sync = (env: Record<string, string>) => runScript("sync.ts", { env: { ...idleEnvironment(tmpdir()), ...env } });
