// @module-tag once

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { Prisma } from "@/server/db/generated/client";
import { globalModels, tenantSql } from "@/server/db/tenant-db";
import { testWorkspace } from "./ctx";
import { datamodel } from "./datamodel";
import { adminQuery, workerUrls } from "./db";

/** Look-ups across tenants, or before one is known: unique or indexed without a leading tenant, by name. */
const lookups = new Set([
  "connections_account_id_provider_idx",
  "invitations_token_hash_key",
  "api_keys_key_hash_key",
  "api_keys_previous_hash_key",
  "subscriptions_stripe_customer_id_key",
  "subscriptions_stripe_subscription_id_key",
  "members_user_id_idx",
  "event_deliveries_waiting_idx",
  "support_sessions_staff_id_asked_at_idx",
  "support_sessions_of_session_idx",
  "job_runs_console_idx",
  "due_work_at_idx",
  "join_domains_domain_idx",
]);

/** All rights of the platform role in tables of tenants. A new policy is added here, with a reason. */
const platformPolicies = [
  ["api_keys", "platform_lookup", "SELECT", "a key names its workspace"],
  ["api_keys", "platform_touch", "UPDATE", "last used, that column only by grant"],
  ["calendars", "platform_lookup", "SELECT", "the time zone of a request's member, those columns only by grant"],
  ["connections", "platform_lookup", "SELECT", "a webhook names an account, those columns only by grant"],
  ["due_work", "platform_clock", "SELECT", "which workspace has due work, of which job and when"],
  ["entitlement_overrides", "platform_lookup", "SELECT", "the plan of a request"],
  ["event_deliveries", "platform_relay", "ALL", "the outbox is told across workspaces; no insert by grant"],
  ["events", "platform_relay", "SELECT", "what happened to which record, without its content by grant"],
  ["events", "platform_told", "INSERT", "sign-ins are told to each workspace, as acts of a member on themselves"],
  ["imports", "platform_failed", "SELECT", "the console of staff lists failed imports, by reason"],
  ["imports", "platform_unfinished", "SELECT", "unfinished imports are claimed at boot"],
  ["invitations", "platform_lookup", "SELECT", "a link names its workspace"],
  ["job_runs", "platform_console", "SELECT", "the console of staff lists jobs that run or failed"],
  ["join_domains", "platform_lookup", "SELECT", "who lets people at a domain in, those columns only by grant"],
  ["member_grants", "platform_lookup", "SELECT", "rights of a request"],
  ["members", "platform_lookup", "SELECT", "membership of a request, switcher"],
  ["search_documents", "platform_console", "SELECT", "the console of staff counts records, that column only by grant"],
  ["subscriptions", "platform_lookup", "SELECT", "the plan of a request"],
  ["support_access", "platform_lookup", "SELECT", "staff read what a workspace allows"],
  [
    "support_sessions",
    "platform_support",
    "ALL",
    "sessions of staff across workspaces, ended by triggers; no delete by grant",
  ],
  ["tenant_modules", "platform_lookup", "SELECT", "the plan of a request"],
  ["tenants", "platform_lookup", "SELECT", "slug to workspace, switcher"],
  ["visibility_settings", "platform_lookup", "SELECT", "visibility of a request"],
] as const;

/** Tables whose owner no policy binds, each with a reason. */
const unforced = [
  "custom_values", // custom_find reads them as their owner: trigrams have no index under a policy
  "search_documents", // so does search_find
];

/**
 * Functions that run as their owner. For the app they take the tenant from the setting, never from an argument, say
 * only whether a person is staff, or refresh statistics; those of the platform role refuse a workspace whose deletion is not due, and rows of
 * a log that are not old.
 */
const definers = [
  {
    name: "analyze_growing_tables",
    arguments: "",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "custom_find",
    arguments: "key_of text, part text, most integer",
    settings: [
      "search_path=pg_catalog, public, pg_temp",
      "plan_cache_mode=force_custom_plan",
      "enable_seqscan=off",
      "enable_indexscan=off",
      "enable_indexonlyscan=off",
    ],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "extend_partitions",
    arguments: "until timestamp with time zone",
    settings: ["search_path=pg_catalog, public, pg_temp", "TimeZone=UTC"],
    callers: "throughline_owner, throughline_platform",
  },
  {
    name: "forget_identity_events",
    arguments: "most integer",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_owner, throughline_platform",
  },
  {
    name: "is_staff",
    arguments: "person uuid",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "purge_tenant",
    arguments: "tenant uuid",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_owner, throughline_platform",
  },
  {
    name: "purge_tenant_rows",
    arguments: "tenant uuid, most integer",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_owner, throughline_platform",
  },
  {
    name: "redact_events",
    arguments: "request uuid, most integer, ending boolean",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "redact_mentions",
    arguments: "request uuid, since uuid, most integer",
    settings: ["search_path=pg_catalog, public, pg_temp"],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "search_find",
    arguments: "words text[], scopes jsonb, with_archived boolean, most integer, mine uuid",
    settings: ["search_path=pg_catalog, public, pg_temp", "plan_cache_mode=force_custom_plan", "enable_seqscan=off"],
    callers: "throughline_app, throughline_owner",
  },
  {
    name: "search_unused",
    arguments: "words text[]",
    settings: ["search_path=pg_catalog, public, pg_temp", "plan_cache_mode=force_custom_plan", "enable_seqscan=off"],
    callers: "throughline_app, throughline_owner",
  },
];

const models = datamodel();
const tenantModels = models.filter((model) => !globalModels.has(model.name) && model.name !== "Tenant");

const tenantTables = async () => {
  const rows = await adminQuery<{ name: string }>(
    `select c.relname as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)`,
  );
  return rows.map((row) => row.name);
};

describe("W1 column and keys", () => {
  test("every model that is not on the short global list has a tenant column that cannot be null", async () => {
    const tables = await adminQuery<{ name: string }>(
      "select c.relname as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace and c.relname not like '\\_prisma%'",
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
  test("every tenant table is enabled, forced but for the named ones, and has one policy of the app role over all commands", async () => {
    const rows = await adminQuery<{ name: string; enabled: boolean; forced: boolean; policies: string }>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
              (select string_agg(p.policyname || ':' || p.cmd || ':' || (p.qual = p.with_check), ',') from pg_policies p
               where p.tablename = c.relname and 'throughline_app' = any(p.roles)) as policies
       from pg_class c where c.relname = any($1)`,
      [[...(await tenantTables()), "tenants"]],
    );
    expect(rows.filter((row) => !row.enabled || row.policies !== "tenant:ALL:true")).toEqual([]);
    const free = rows.filter((row) => !row.forced).map(({ name }) => name);
    expect(free.sort()).toEqual(unforced);
  });

  test("the functions that run as their owner are those named here, with a fixed search path, for one role each", async () => {
    const rows = await adminQuery(
      `select p.proname as name, pg_get_function_identity_arguments(p.oid) as arguments, p.proconfig as settings,
              (select string_agg(a.grantee::regrole::text, ', ' order by a.grantee::regrole::text)
               from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> 0) as callers,
              (select count(*)::int from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as public
       from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace order by 1`,
    );
    expect(rows).toEqual(definers.map((one) => ({ ...one, public: 0 })));
    const sources = await adminQuery<{ text: string }>(
      "select prosrc as text from pg_proc where proname in ('search_find', 'custom_find') and prosecdef",
    );
    expect(sources).toHaveLength(2);
    for (const { text } of sources)
      expect(text).toContain("tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid");
  });

  test("without a tenant, or with another one, the functions that search find nothing", async () => {
    const workspace = await testWorkspace();
    const owner = await workspace.role("owner");
    await owner.db.customField.create({
      data: { entity: "account", key: "plot", kind: "text", label: "Plot", position: 1 },
    });
    const customKeys = { "account.plot": ["walled plot"] };
    await owner.db.account.create({ data: { name: "Walled garden", nameKey: "walled garden", customKeys } });
    const found = async (tenantId: string | null) => {
      const client = new pg.Client({ connectionString: workerUrls().app });
      await client.connect();
      try {
        await client.query("select set_config('app.tenant_id', $1, false)", [tenantId ?? ""]);
        const scopes = JSON.stringify([{ entity: "account", owners: null, hidden: null }]);
        const all = await client.query("select * from search_find('{walled}', $1, true, 50)", [scopes]);
        const custom = await client.query("select custom_find('account.plot', 'walled', 50)");
        const { rows } = await client.query<{ count: number }>("select count(*)::int from search_documents");
        return [all.rows.length, custom.rows.length, Number(rows[0]?.count) > 0];
      } finally {
        await client.end();
      }
    };
    expect(await found(workspace.tenant.id)).toEqual([1, 1, true]);
    expect(await found((await testWorkspace()).tenant.id)).toEqual([0, 0, false]);
    expect(await found(null)).toEqual([0, 0, false]);
  });

  // No policy binds search_find: the conditions of its statement alone keep workspaces apart.
  test("nor do they find another workspace's records where one kind holds the words frequently", async () => {
    const made = [await testWorkspace(), await testWorkspace()];
    // More records than the function samples. The word is in one account of ten and in one contact; in one opportunity it is
    // a word, and in one of ten the end of one.
    const texts = {
      account: "case when n % 10 = 0 then ' hornbeam grove' else ' common ground' end",
      contact: "case when n = 400 then ' hornbeam grove' else ' common ground' end",
      opportunity: "case when n = 400 then ' hornbeam' when n % 10 = 0 then ' whornbeam' else ' common ground' end",
    };
    for (const [nth, { tenant }] of made.entries())
      for (const [kind, [entity, text]] of Object.entries(texts).entries())
        await adminQuery(
          `insert into search_documents (tenant_id, entity, id, archived, changed_at, text)
           select $1, $3, ($2 || lpad(n::text, 12, '0'))::uuid, false, now(), ${text}
           from generate_series(1, 400) n`,
          [tenant.id, `000000${kind}${nth}-0000-7000-8000-`, entity],
        );
    const scopes = JSON.stringify(Object.keys(texts).map((entity) => ({ entity })));
    for (const [nth, { tenant, system }] of made.entries()) {
      const found = await tenantSql<{ entity: string; id: string }>(
        tenant.id,
        system.db,
        Prisma.sql`select entity, id from search_find(array['hornbeam'], ${scopes}::jsonb, true, 50)`,
      );
      expect(found.map(({ entity }) => entity).sort()).toEqual([
        ...Array(40).fill("account"),
        "contact",
        ...Array(40).fill("opportunity"),
      ]);
      for (const { id } of found) expect(id.slice(7, 8)).toBe(String(nth));
    }
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
