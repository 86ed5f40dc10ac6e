import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { globalModels } from "@/server/db/tenant-db";
import { datamodel } from "./datamodel";
import { adminQuery } from "./db";

/** Look-ups across tenants, or before one is known: unique or indexed without a leading tenant, by name. */
const lookups = new Set([
  "invitations_token_hash_key",
  "api_keys_key_hash_key",
  "members_user_id_idx",
  "event_deliveries_waiting_idx",
]);

/** All rights of the platform role in tables of tenants. A new policy is added here, with a reason. */
const platformPolicies = [
  ["api_keys", "platform_lookup", "SELECT", "a key names its workspace"],
  ["api_keys", "platform_touch", "UPDATE", "last used, that column only by grant"],
  ["event_deliveries", "platform_relay", "ALL", "the outbox is told across workspaces; no insert by grant"],
  ["events", "platform_relay", "SELECT", "what happened to which record, without its content by grant"],
  ["imports", "platform_unfinished", "SELECT", "unfinished imports are claimed at boot"],
  ["invitations", "platform_lookup", "SELECT", "a link names its workspace"],
  ["member_grants", "platform_lookup", "SELECT", "rights of a request"],
  ["members", "platform_lookup", "SELECT", "membership of a request, switcher"],
  ["tenants", "platform_lookup", "SELECT", "slug to workspace, switcher"],
  ["visibility_settings", "platform_lookup", "SELECT", "visibility of a request"],
] as const;

const models = datamodel();
const tenantModels = models.filter((model) => !globalModels.has(model.name) && model.name !== "Tenant");

const tenantTables = async () => {
  const rows = await adminQuery<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)`,
  );
  return rows.map((row) => row.name);
};

describe("W1 column and keys", () => {
  test("every model that is not on the short global list has a tenant column that cannot be null", async () => {
    const tables = await adminQuery<{ name: string }>(
      "select c.relname as name from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname not like '\\_prisma%'",
    );
    const globals = models.filter((model) => globalModels.has(model.name)).map((model) => model.dbName);
    const tenant = await tenantTables();
    expect(
      tables
        .map((row) => row.name)
        .filter((name) => !tenant.includes(name))
        .sort(),
    ).toEqual([...globals, "tenants"].sort());
    const nullable = await adminQuery(
      "select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id' and is_nullable = 'YES'",
    );
    expect(nullable).toEqual([]);
  });

  test("every unique and index of a tenant table starts with the tenant", async () => {
    const rows = await adminQuery<{ index: string; first: string; primary: boolean }>(
      `select i.relname as index, a.attname as first, x.indisprimary as primary
       from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
       left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where t.relname = any($1)`,
      [await tenantTables()],
    );
    const wrong = rows.filter(
      (row) => row.first !== "tenant_id" && !(row.primary && row.first === "id") && !lookups.has(row.index),
    );
    expect(wrong).toEqual([]);
  });

  test("every tenant model can be the target of a composite key", () => {
    const without = tenantModels.filter(
      (model) =>
        !model.uniqueFields.some((fields) => fields.join() === "tenantId,id") &&
        model.primaryKey?.fields[0] !== "tenantId",
    );
    expect(without.map((model) => model.name)).toEqual([]);
  });
});

describe("W3 composite foreign keys", () => {
  test("every key between tenant tables carries the tenant, and none sets null", async () => {
    const rows = await adminQuery<{ name: string; columns: string[]; action: string; target: string }>(
      `select c.conname as name, c.confdeltype as action, f.relname as target,
              (select array_agg(a.attname::text order by k.ord) from unnest(c.conkey) with ordinality k(num, ord)
               join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns
       from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
       where c.contype = 'f' and t.relname = any($1)`,
      [await tenantTables()],
    );
    const tenant = await tenantTables();
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => tenant.includes(row.target) && row.columns[0] !== "tenant_id")).toEqual([]);
    expect(rows.filter((row) => row.action === "n" || row.action === "d")).toEqual([]);
  });

  test("no relation is an implicit many-to-many, none leads from a global model back into a tenant's data by include", () => {
    const lists = models.flatMap((model) =>
      model.fields.filter(
        (field) =>
          field.kind === "object" &&
          field.isList &&
          !models.some(
            (other) =>
              other.name === field.type &&
              other.fields.some((back) => back.relationName === field.relationName && !back.isList),
          ),
      ),
    );
    expect(lists).toEqual([]);
    for (const path of ["src/modules", "src/server"]) expect(sourceOf(path)).not.toMatch(/include:\s*\{/);
  });
});

describe("W6 row-level security", () => {
  test("every tenant table is enabled, forced, and has one policy of the app role over all commands", async () => {
    const rows = await adminQuery<{ name: string; enabled: boolean; forced: boolean; policies: string }>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
              (select string_agg(p.policyname || ':' || p.cmd || ':' || (p.qual = p.with_check), ',') from pg_policies p
               where p.tablename = c.relname and 'throughline_app' = any(p.roles)) as policies
       from pg_class c where c.relname = any($1)`,
      [[...(await tenantTables()), "tenants"]],
    );
    expect(rows.filter((row) => !row.enabled || !row.forced || row.policies !== "tenant:ALL:true")).toEqual([]);
  });

  test("app and platform own nothing, are no superusers and bypass nothing; the three log in apart", async () => {
    const roles = await adminQuery(
      "select rolname from pg_roles where rolname in ('throughline_app', 'throughline_platform', 'throughline_owner') and (rolsuper or rolbypassrls or rolcreaterole or not rolcanlogin)",
    );
    expect(roles).toEqual([]);
    const owned = await adminQuery(
      "select tablename from pg_tables where schemaname = 'public' and tableowner in ('throughline_app', 'throughline_platform')",
    );
    expect(owned).toEqual([]);
  });

  test("the platform role has the policies that are named here, and no other", async () => {
    const rows = await adminQuery<{ tablename: string; policyname: string; cmd: string }>(
      "select tablename, policyname, cmd from pg_policies where 'throughline_platform' = any(roles) or 'public' = any(roles) order by tablename, policyname",
    );
    expect(rows.map((row) => [row.tablename, row.policyname, row.cmd])).toEqual(
      platformPolicies.map((policy) => policy.slice(0, 3)),
    );
  });

  test("nothing that was written about an act can be changed or removed by the app", async () => {
    const rows = await adminQuery<{ table_name: string; privilege_type: string }>(
      "select table_name, privilege_type from information_schema.role_table_grants where grantee in ('throughline_app', 'throughline_platform') and table_name in ('events', 'event_subjects', 'identity_events') and privilege_type not in ('SELECT', 'INSERT')",
    );
    expect(rows).toEqual([]);
  });
});

function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("generated") && !path.includes(".test."))
    .map((path) => readFileSync(join(folder, path), "utf8"))
    .join("\n");
}
