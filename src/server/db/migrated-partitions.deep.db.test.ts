// @module-tag once

import { randomUUID } from "node:crypto";
import { subMilliseconds } from "date-fns";
import { Client } from "pg";
import { expect, test } from "vitest";
import { freshDatabase, queryAs } from "@/test/db";
import { migrate } from "./migrate";

const first = new Date("2024-04-01T00:00:00Z");
/** The name of the partition of a row that belongs to the quarter or the month of `first`, and to the one before. */
const quarters = ["2024q2", "2024q1"];
const months = ["2024_04", "2024_03"];

test.each(["UTC", "Europe/Berlin", "America/New_York"])(
  "a migration of a database in %s places rows of the past by the quarters and months of UTC",
  async (zone) => {
    await using fresh = await freshDatabase();
    await fresh.query(
      `do $$ begin execute format('alter database %I set timezone = %L', current_database(), '${zone}'); end $$`,
    );
    const tenant = randomUUID();
    await fresh.query(
      `insert into tenants (id, slug, name, currency, locale, time_zone, updated_at)
       values ($1, 'firm', 'Firm', 'USD', 'en-US', 'UTC', now())`,
      [tenant],
    );
    const moments = [first, subMilliseconds(first, 1)];
    await fresh.query(
      `insert into events (id, tenant_id, name, entity, entity_id, actor, data, request_id)
       select id_at(moment), $1, 'account.created', 'account', gen_random_uuid(), '{}', '{}', 'r' from unnest($2::timestamptz[]) moment`,
      [tenant, moments],
    );
    await fresh.query(
      `insert into event_deliveries (tenant_id, event_id, consumer, entity, entity_id)
       select tenant_id, id, 'none', entity, entity_id from events`,
    );
    await fresh.query(
      `insert into usage_events (id, tenant_id, meter, quantity, cost, at, source)
       select gen_random_uuid(), $1, 'apiCalls', 1, 0, moment, 'rest' from unnest($2::timestamptz[]) moment`,
      [tenant, moments],
    );
    const events = "select id, tableoid::regclass::text as place from events order by id desc";
    const uses = "select at, tableoid::regclass::text as place from usage_events order by at desc";
    const before = await fresh.query<{ id: string; place: string }>(events);
    expect(before.map(({ place }) => place)).toEqual(["events_default", "events_default"]);

    await migrate({ ownerUrl: fresh.urls.owner });

    // A connection that began after the setting: what it reads of the rows is the same.
    const [place] = await queryAs<{ zone: string }>(fresh.urls.owner, "select current_setting('timezone') as zone", []);
    expect(place?.zone).toBe(zone);
    expect(await fresh.query(events)).toEqual(
      before.map(({ id }, index) => ({ id, place: `events_${quarters[index]}` })),
    );
    expect(await fresh.query("select event_id as id from event_deliveries order by 1 desc")).toEqual(
      before.map(({ id }) => ({ id })),
    );
    expect(await fresh.query(uses)).toEqual(
      moments.map((at, index) => ({ at, place: `usage_events_${months[index]}` })),
    );
  },
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
