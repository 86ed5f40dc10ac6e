import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase, workerUrls } from "@/test/db";
import { wireTo } from "@/test/tenancy/wire";
import { transactionPooler } from "@/test/transaction-pooler";
import { assertDatabaseRoles } from "./boot";

type Urls = Pick<FreshDatabase["urls"], "app" | "platform" | "owner">;
const settings = ({ app, platform, owner }: Urls) => ({
  DATABASE_POOLER: "session" as const,
  DATABASE_URL: app,
  DATABASE_PLATFORM_URL: platform,
  DATABASE_OWNER_URL: owner,
});

/** A role of its own in the cluster, able to log in to a database; dropped with what it owns at the end. */
async function loginRole(fresh: FreshDatabase, attributes = "") {
  const name = `boot_${randomBytes(6).toString("hex")}`;
  await fresh.query(`create role ${name} login password 'boot' ${attributes}`);
  await fresh.query(`grant connect on database ${new URL(fresh.urls.app).pathname.slice(1)} to ${name}`);
  return {
    name,
    url: Object.assign(new URL(fresh.urls.app), { username: name, password: "boot" }).href,
    async [Symbol.asyncDispose]() {
      await fresh.query(`drop owned by ${name} cascade`);
      await fresh.query(`drop role ${name}`);
    },
  };
}

async function refusal(urls: Urls): Promise<string> {
  const warnings: string[] = [];
  const error = await assertDatabaseRoles(settings(urls), (text) => warnings.push(text)).then(
    () => null,
    (thrown: Error) => thrown.message,
  );
  expect(warnings).toEqual([]);
  return error ?? "starts";
}

describe("the app starts only where the walls hold", () => {
  test("with three roles of their own it starts", async () => {
    expect(await refusal(workerUrls())).toBe("starts");
  });

  test("two URLs with one role are refused, also when their users are spelled differently", async () => {
    const urls = workerUrls();
    expect(await refusal({ ...urls, platform: urls.app })).toContain(
      "DATABASE_PLATFORM_URL and DATABASE_URL log in as the same role, throughline_app",
    );
    expect(await refusal({ ...urls, owner: urls.platform })).toContain("DATABASE_OWNER_URL and DATABASE_PLATFORM_URL");
  });

  test.each(["app", "platform"] as const)(
    "as superuser, with BYPASSRLS, as owner or as its member: %s",
    async (which) => {
      await using fresh = await freshDatabase();
      const variable = which === "app" ? "DATABASE_URL" : "DATABASE_PLATFORM_URL";
      const as = (url: string) => refusal({ ...fresh.urls, [which]: url });
      expect(await as(fresh.urls.superuser)).toMatch(new RegExp(`${variable}: the role \\w+ is a superuser`));
      {
        await using role = await loginRole(fresh, "bypassrls");
        expect(await as(role.url)).toContain(`${variable}: the role ${role.name} can bypass row-level security`);
      }
      await using role = await loginRole(fresh);
      expect(await as(role.url)).toBe("starts");
      await fresh.query(`create table kept (id int); alter table kept owner to ${role.name}`);
      expect(await as(role.url)).toContain(`${variable}: the role ${role.name} owns kept`);
      await fresh.query("drop table kept");
      await fresh.query(`grant throughline_owner to ${role.name}`);
      expect(await as(role.url)).toContain(`${variable}: the role ${role.name} is a member of throughline_owner`);
      await fresh.query(`revoke throughline_owner from ${role.name}`);
      expect(await as(role.url)).toBe("starts");
    },
  );

  test("behind a pooler in transaction mode, quiet or busy, only when it is told so", async () => {
    const urls = workerUrls();
    using pooler = await transactionPooler([urls.app, urls.platform]);
    const pooled = { ...urls, app: pooler.over(urls.app), platform: pooler.over(urls.platform) };
    const advice = "leads through a pooler in transaction mode, where requests would share session settings.";
    for (const others of [0, 3]) {
      const clients = Array.from({ length: others }, () => new Client({ connectionString: pooled.app }));
      for (const client of clients) await client.connect();
      // A transaction that stays open keeps a connection from everyone else.
      const work = clients.map((client, at) => client.query(at === 0 ? "begin" : "select pg_sleep(0.01)"));
      const said = await refusal(pooled);
      expect(said).toContain(`DATABASE_URL ${advice} Set DATABASE_POOLER=transaction`);
      expect(said).toContain(`DATABASE_PLATFORM_URL ${advice}`);
      await Promise.all(work);
      for (const client of clients) await client.end();
    }
    const settled = { ...settings(pooled), DATABASE_POOLER: "transaction" as const };
    await assertDatabaseRoles(settled, () => undefined);
  });

  test("behind what hands each connection on as it is, it starts", async () => {
    const urls = workerUrls();
    const wire = await wireTo(urls.app);
    for (let turn = 0; turn < 5; turn++) {
      expect(await refusal({ ...urls, app: wire.over(urls.app), platform: wire.over(urls.platform) })).toBe("starts");
    }
    await wire.cut();
  });

  test("behind a transaction pooler it says which limits a role lacks", async () => {
    await using fresh = await freshDatabase();
    const said: string[] = [];
    const env = { ...settings(fresh.urls), DATABASE_POOLER: "transaction" as const };
    await assertDatabaseRoles(env, (text) => said.push(text));
    expect(said).toEqual([]);
    const database = new URL(fresh.urls.app).pathname.slice(1);
    await fresh.query(`alter role throughline_app in database ${database} set lock_timeout = 0`);
    await assertDatabaseRoles(env, (text) => said.push(text));
    expect(said).toEqual([expect.stringContaining("DATABASE_URL: the role throughline_app has no lock_timeout")]);
  });

  test("a database that does not answer is said, and is no reason to refuse", async () => {
    const said: string[] = [];
    const urls = workerUrls();
    const closed = Object.assign(new URL(urls.app), { port: "1" }).href;
    await assertDatabaseRoles(settings({ ...urls, app: closed }), (text) => said.push(text));
    expect(said).toEqual([expect.stringContaining("DATABASE_URL: the database does not answer")]);
  });
});
