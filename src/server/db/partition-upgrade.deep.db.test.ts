// @module-tag once

import { randomBytes, randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { expect, inject, test } from "vitest";
import { freshDatabase } from "@/test/db";
import { newId } from "../new-id";
import { migrate } from "./migrate";

const first = "20261125213000";

async function sql<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test.each(["UTC", "Europe/Berlin", "America/New_York"])(
  "a database in %s keeps its events and uses when their tables are partitioned by its owner",
  async (zone) => {
    const { superuser, owner } = inject("template");
    const database = `upgrade_${randomBytes(6).toString("hex")}`;
    const at = (url: string) => Object.assign(new URL(url), { pathname: database }).href;
    const folder = await mkdtemp(join(tmpdir(), "throughline-upgrade-"));
    await sql(superuser, `create database ${database} owner throughline_owner`);
    await sql(superuser, `alter database ${database} set timezone = '${zone}'`);
    try {
      await cp("prisma/migrations", join(folder, "migrations"), { recursive: true });
      await cp("prisma/models", join(folder, "models"), { recursive: true });
      for (const name of await readdir(join(folder, "migrations")))
        if (/^\d/.test(name) && name >= first) await rm(join(folder, "migrations", name), { recursive: true });
      await migrate({ ownerUrl: at(owner), folder, withoutAccess: true });
      // As access.sql leaves them: the owner sees no row of a workspace.
      const tables = await sql<{ name: string }>(
        at(superuser),
        `select distinct table_name as name from information_schema.columns
         where table_schema = 'public' and (column_name = 'tenant_id' or table_name = 'tenants')`,
      );
      for (const { name } of tables)
        await sql(at(owner), `alter table ${name} enable row level security, force row level security`);
      const [tenant, event, record] = [randomUUID(), newId(), randomUUID()];
      await sql(
        at(superuser),
        `insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
         values ($1, 'firm', 'Firm', 'USD', 'en-US', 'UTC', now())`,
        [tenant],
      );
      await sql(
        at(superuser),
        `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id)
         values ($1, $2, 'account.created', 'account', $3, '{}', '{}', 'r')`,
        [event, tenant, record],
      );
      await sql(
        at(superuser),
        "insert into event_deliveries (tenant_id, event_id, consumer, entity, entity_id) values ($1, $2, 'none', 'account', $3)",
        [tenant, event, record],
      );
      await sql(
        at(superuser),
        `insert into usage_events (id, tenant_id, meter, quantity, cost, at, source, key)
         values ($1, $2, 'apiCalls', 1, 0, now(), 'rest', 'k')`,
        [newId(), tenant],
      );
      await migrate({ ownerUrl: at(owner) });
      await sql(at(owner), "select extend_partitions(now() + interval '2 years')");
      expect(
        await sql(at(superuser), "select id, tableoid::regclass::text ~ '^events_\\d' as placed from events"),
      ).toEqual([{ id: event, placed: true }]);
      expect(await sql(at(superuser), "select event_id from event_deliveries")).toEqual([{ event_id: event }]);
      expect(
        await sql(
          at(superuser),
          "select quantity, tableoid::regclass::text ~ '^usage_events_\\d' as placed from usage_events",
        ),
      ).toEqual([{ quantity: 1, placed: true }]);
      expect(await sql(at(superuser), "select key from usage_keys")).toEqual([{ key: "k" }]);
      expect(await sql(at(superuser), "select tenant_id, job from due_work")).toEqual([
        { tenant_id: tenant, job: "*" },
      ]);
      const forced =
        "select relname as name from pg_class where relname in ('tenants', 'events', 'job_runs') and relforcerowsecurity";
      expect(await sql(at(superuser), forced)).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
      await sql(superuser, `drop database ${database} with (force)`);
    }
  },
  120_000,
);

test("a table that somebody holds does not stop a migration: its partitions are made later", async () => {
  await using fresh = await freshDatabase();
  const last =
    "select max(inhrelid::regclass::text) as name from pg_inherits where inhparent = 'usage_events'::regclass and inhrelid::regclass::text ~ '\\d'";
  const [made] = await fresh.query<{ name: string }>(last);
  await fresh.query(`drop table ${made?.name}`);
  const holder = new Client({ connectionString: fresh.urls.superuser });
  await holder.connect();
  await holder.query("begin; lock table usage_events_default in access share mode");
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await fresh.query(last)).not.toEqual([made]);
  await holder.end();
  await migrate({ ownerUrl: fresh.urls.owner });
  expect(await fresh.query(last)).toEqual([made]);
});
