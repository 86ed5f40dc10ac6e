import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, it } from "vitest";
import { startPostgres } from "@/local/postgres/start";
import { runScript } from "@/test/run-script";

const urlsAt = (host: string, changed: Record<string, string> = {}) => ({
  DATABASE_OWNER_URL: `postgresql://throughline_owner:one@${host}/throughline`,
  DATABASE_URL: `postgresql://throughline_app:t%2Fwo@${host}/throughline`,
  DATABASE_PLATFORM_URL: `postgresql://throughline_platform:three@${host}/throughline`,
  ...changed,
});

it("makes roles that log in with the passwords of their addresses, and none that may do more", async () => {
  const dir = await mkdtemp(join(tmpdir(), "throughline-roles-"));
  await chmod(dir, 0o755);
  const postgres = await startPostgres({ dir, fsync: false });
  try {
    const urls = urlsAt(new URL(postgres.urls.superuser).host);
    const superuser = Object.assign(new URL(postgres.urls.superuser), { pathname: "/postgres" }).href;
    const { code, output } = await roles({ ...urls, DATABASE_SUPERUSER_URL: superuser });
    expect({ code, output }).toEqual({
      code: 0,
      output:
        "The roles throughline_owner, throughline_app, throughline_platform and the database throughline are there.\n",
    });
    for (const connectionString of Object.values(urls)) {
      const client = new Client({ connectionString });
      await client.connect();
      const { rows } = await client.query("select rolsuper, rolbypassrls from pg_roles where rolname = current_user");
      expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
      await client.end();
    }
  } finally {
    await postgres.stop();
    await rm(dir, { recursive: true });
  }
});

it.each([
  [{ DATABASE_SUPERUSER_URL: "" }, "DATABASE_SUPERUSER_URL is missing: it must be the address"],
  [
    { DATABASE_URL: "postgresql://crm:a@127.0.0.1:1/throughline" },
    "DATABASE_URL must log in to the database throughline",
  ],
  [{ DATABASE_OWNER_URL: "" }, "The addresses of the database are not usable:\n  DATABASE_OWNER_URL must be"],
  [{}, "The database server at 127.0.0.1:1 says: connect ECONNREFUSED 127.0.0.1:1\n"],
])("says in a sentence why it makes none with %j", async (changed, words) => {
  const superuser = { DATABASE_SUPERUSER_URL: "postgresql://postgres:hunter2@127.0.0.1:1/postgres" };
  const { code, output } = await roles(urlsAt("127.0.0.1:1", { ...superuser, ...changed }));
  expect(code).toBe(1);
  expect(output).toContain(words);
  expect(output).not.toMatch(/hunter2|^ {4}at /m);
});

const roles = (env: Record<string, string>) => runScript("roles.ts", { env });
