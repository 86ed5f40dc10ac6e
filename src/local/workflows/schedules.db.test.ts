import { expect, it } from "vitest";
import { freePort } from "@/local/ports";
import { freshDatabase } from "@/test/db";
import { endedRun, newKeys, quickOptions, serveApp, until } from "@/test/workflows";
import { startEngine } from "./engine";

it("starts nothing by the clock where schedules rest, and what is sent as ever", async () => {
  await using database = await freshDatabase();
  const keys = newKeys();
  const options = { ...quickOptions(database.urls.owner, await freePort(), keys), schedulesRest: true };
  const engine = await startEngine(options, () => undefined);
  const server = { ...engine, keys };
  const app = await serveApp(server, (client) => [
    client.createFunction({ id: "clock", triggers: { cron: "* * * * * *" } }, () => "struck"),
    client.createFunction({ id: "asked", triggers: { event: "schedules/asked" } }, () => "asked"),
  ]);
  try {
    // A tick is stored with the run that it starts.
    await until(async () => (await database.query("SELECT 1 FROM workflows.ticks")).length >= 2);
    const { ids } = await app.send({ name: "schedules/asked" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: "asked" });
    expect(await database.query("SELECT 1 FROM workflows.runs")).toHaveLength(1);
  } finally {
    await app.stop();
    await engine.stop();
  }
});
