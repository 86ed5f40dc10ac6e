import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { adminQuery, freshDatabase, killBackends, workerUrls } from "./db";

async function connected(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end().catch(() => undefined) });
}

describe("databases of tests", () => {
  it("are what the environment names, in three roles of which none is superuser", async () => {
    const { app, platform, owner } = workerUrls();
    expect([process.env.DATABASE_URL, process.env.DATABASE_PLATFORM_URL]).toEqual([app, platform]);
    for (const url of [app, platform, owner]) {
      await using client = await connected(url);
      const { rows } = await client.query(
        "SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = current_user",
      );
      expect(rows).toEqual([{ free: false }]);
    }
  });

  it("hold the migrated schema", async () => {
    const [row] = await adminQuery<{ known: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known");
    expect(row).toEqual({ known: true });
  });

  it("can be made on demand, apart from the worker's own", async () => {
    await using fresh = await freshDatabase();
    await fresh.query("CREATE TABLE only_here (id int)");
    const sql = "SELECT to_regclass('only_here')::text AS name";
    expect(await fresh.query(sql)).toEqual([{ name: "only_here" }]);
    expect(await adminQuery(sql)).toEqual([{ name: null }]);
  });

  it("refuse a connection to PUBLIC", async () => {
    await using fresh = await freshDatabase();
    const rows = await fresh.query(
      "SELECT grantee::regrole::text FROM pg_database, aclexplode(datacl) WHERE datname = current_database() AND grantee = 0",
    );
    expect(rows).toEqual([]);
  });

  it("lose the connections of one role and keep the others", async () => {
    await using fresh = await freshDatabase();
    await using app = await connected(fresh.urls.app);
    await using platform = await connected(fresh.urls.platform);
    expect(await killBackends({ urls: fresh.urls, role: "app" })).toBe(1);
    await expect(app.query("SELECT 1")).rejects.toThrow();
    expect((await platform.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });
});
