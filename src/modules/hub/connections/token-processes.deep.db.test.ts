import "@/registry/register";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { startTestCrm } from "@/test/test-provider";
import { beginConnection, completeConnection } from "./operations/connecting";

const callers = join(process.cwd(), "src/test/token-callers.fixture.ts");

test("200 callers in four processes refresh a token once", async () => {
  const crm = await startTestCrm();
  const owner = await (await testWorkspace()).role("owner");
  const { url } = await beginConnection(owner, { provider: "testcrm" });
  const state = new URL(url).searchParams.get("state") ?? "";
  await completeConnection(owner, { provider: "testcrm", state, code: crm.code() });
  const { id } = await owner.db.connection.findFirstOrThrow({ select: { id: true } });
  await owner.db.connectionSecret.updateMany({ data: { expiresAt: new Date(0) } });
  crm.manner.delayMs = 200;

  const args = ["--import", "tsx", "--conditions=react-server", callers, owner.tenant.id, id, crm.origin];
  const processes = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, ended: once(child, "exit"), line: async () => String((await lines.next()).value) };
  });
  for (const { line } of processes) expect(await line()).toBe("ready");
  for (const { child } of processes) child.stdin.write("go\n");
  const tokens = (await Promise.all(processes.map(({ line }) => line()))).flatMap(
    (line) => JSON.parse(line) as string[],
  );
  await Promise.all(processes.map(({ ended }) => ended));
  expect(tokens).toHaveLength(200);
  expect(new Set(tokens).size).toBe(1);
  expect(crm.refreshes()).toBe(1);
  await crm.stop();
});
