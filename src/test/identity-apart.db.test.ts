// @module-tag once

import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { globalModels } from "@/server/db/tenant-db";
import { datamodel } from "./datamodel";
import { adminQuery } from "./db";
import { tenantTables } from "./tenant-tables";

// People and their sessions may lie in another database than workspaces one day (docs/scale.md). So nothing new joins them:
// each statement, foreign key and trigger that does is listed here.

const models = datamodel();
/** Tables of people and staff: no workspace owns their rows. */
const identity = models
  .filter(({ name }) => globalModels.has(name) && !["RateLimit", "BillingEvent"].includes(name))
  .map(({ dbName }) => dbName);
const ofTenants = async () => [...(await tenantTables(adminQuery)), "tenants"];

/** Everything that joins them today. Nothing is added, and an entry goes with its code. */
const known = {
  keys: ["members to users"],
  functions: ["purge_tenant"],
  triggers: [
    "sessions: support_ends_with_factor",
    "sessions: support_ends_with_session",
    "staff: staff_are_no_members",
    "staff: support_ends_with_staff",
  ],
  /** The access of a request, the workspaces of a person in the switcher, and the console of staff. */
  statements: [
    "src/modules/platform/operator/staff/operations/workspaces-sql.ts",
    "src/server/access.ts",
    "src/server/identity-events.ts",
  ],
};

const names = (tables: readonly (string | null)[]) => `(?:public\\.)?(?:${tables.join("|")})\\b`;
/** Whether SQL reads or writes one of these tables. */
const touches = (sql: string, tables: readonly (string | null)[]) =>
  new RegExp(`\\b(?:from|join|into|update|only|on)\\s+${names(tables)}`, "i").test(sql);

test("no other foreign key leads from a workspace's table to people, or back", async () => {
  const keys = await adminQuery<{ from: string; to: string }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
     where contype = 'f' and conparentid = 0 order by 1, 2`,
  );
  const tenants = new Set(await ofTenants());
  const crossing = keys.filter(({ from, to }) => tenants.has(from) !== tenants.has(to));
  expect(crossing.map(({ from, to }) => `${from} to ${to}`)).toEqual(known.keys);
});

test("no other function of the database names tables of both", async () => {
  const tenants = await ofTenants();
  const functions = await adminQuery<{ name: string; source: string }>(
    "select proname as name, prosrc as source from pg_proc where pronamespace = 'public'::regnamespace order by 1",
  );
  const both = functions.filter(({ source }) => touches(source, identity) && touches(source, tenants));
  expect(both.map(({ name }) => name)).toEqual(known.functions);
});

test("no other trigger on one of them reads or writes the other", async () => {
  const tenants = new Set(await ofTenants());
  const triggers = await adminQuery<{ table: string; name: string; source: string }>(
    `select tgrelid::regclass::text as table, proname as name, prosrc as source from pg_trigger t
     join pg_proc p on p.oid = t.tgfoid where not tgisinternal and tgparentid = 0 order by 1, 2`,
  );
  const crossing = triggers.filter(({ table, source }) =>
    tenants.has(table) ? touches(source, identity) : identity.includes(table) && touches(source, [...tenants]),
  );
  expect([...new Set(crossing.map(({ table, name }) => `${table}: ${name}`))]).toEqual(known.triggers);
});

test("no other statement of the app joins them", async () => {
  const tenants = await ofTenants();
  const files = globSync("src/{app,modules,registry,server}/**/*.ts").filter(
    (file) => !file.includes(".test.") && !file.includes("/generated/"),
  );
  const found = files.flatMap((file) => {
    const literals = readFileSync(file, "utf8").match(/`[^`]*`/g) ?? [];
    return literals.some((sql) => touches(sql, identity) && touches(sql, tenants)) ? [file] : [];
  });
  expect(found.sort()).toEqual(known.statements);
});
