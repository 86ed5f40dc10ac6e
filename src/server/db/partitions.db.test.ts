// @module-tag once

import { randomBytes, randomUUID } from "node:crypto";
import { addMonths, subYears } from "date-fns";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { adminQuery, workerUrls } from "@/test/db";
import { extendPartitions } from "./partitions";
import { tenantDb } from "./tenant-db";

/** An id (uuid version 7) of a moment. */
function idAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, "0") + randomBytes(10).toString("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}

async function as<T>(login: "app" | "platform", work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(workerUrls()[login]);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const extended = () =>
  as("platform", (client) =>
    extendPartitions(async (sql, values) => (await client.query(sql, values)).rows, new Date()),
  );

const quarterOf = (moment: Date) => `${moment.getUTCFullYear()}q${Math.floor(moment.getUTCMonth() / 3) + 1}`;
const tablesOf = (id: string) =>
  adminQuery<{ name: string }>(
    `select tableoid::regclass::text as name from events where id = $1
     union all select tableoid::regclass::text from event_subjects where event_id = $1
     union all select tableoid::regclass::text from event_deliveries where event_id = $1 order by 1`,
    [id],
  ).then((rows) => rows.map(({ name }) => name));

/** An event with a subject and a delivery that refer to it. */
async function eventAt(tenantId: string, id: string): Promise<void> {
  const entityId = randomUUID();
  const { db } = tenantDb(tenantId);
  const event = { name: "account.created", entity: "account", entityId, actor: {}, data: {}, requestId: "r" };
  await db.event.create({ data: { id, ...event } });
  await db.eventSubject.create({ data: { eventId: id, entity: "account", entityId: randomUUID() } });
  await db.eventDelivery.create({
    data: { eventId: id, consumer: "none", entity: "account", entityId, deliveredAt: new Date() },
  });
}

describe("partitions", () => {
  test("are there for the months to come, and an event lies in that of its time", async () => {
    const { tenant } = await testWorkspace();
    const later = addMonths(new Date(), 4);
    const id = idAt(later);
    await eventAt(tenant.id, id);
    const quarter = quarterOf(later);
    expect(await tablesOf(id)).toEqual(["event_deliveries", `event_subjects_${quarter}`, `events_${quarter}`]);
  });

  test("are made for rows of a time that has none, which move there with all that refers to them", async () => {
    const [one, other] = [await testWorkspace(), await testWorkspace()];
    const past = subYears(new Date(), 2);
    const [id, foreign] = [idAt(past), idAt(past)];
    await eventAt(one.tenant.id, id);
    await eventAt(other.tenant.id, foreign);
    expect(await tablesOf(id)).toEqual(["event_deliveries", "event_subjects_default", "events_default"]);
    const made = await extended();
    expect(made).toBeGreaterThan(0);
    const quarter = quarterOf(past);
    const tables = ["event_deliveries", `event_subjects_${quarter}`, `events_${quarter}`];
    expect([await tablesOf(id), await tablesOf(foreign)]).toEqual([tables, tables]);
    expect(await extended()).toBe(0);
    const seen = await tenantDb(one.tenant.id).db.event.findMany({
      where: { id: { in: [id, foreign] } },
      select: { id: true },
    });
    expect(seen).toEqual([{ id }]);
  });

  test("are not made for a row of an unlikely time, which stays where it is", async () => {
    const { tenant } = await testWorkspace();
    const id = randomUUID().replace(/^./, "e");
    await eventAt(tenant.id, id);
    expect(await extended()).toBe(0);
    expect(await tablesOf(id)).toEqual(["event_deliveries", "event_subjects_default", "events_default"]);
  });

  test.each(["app", "platform"] as const)(
    "the %s role reads, changes and deletes nothing in one by its name",
    async (login) => {
      const tables = await adminQuery<{ name: string }>(
        "select c.oid::regclass::text as name from pg_class c where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace",
      );
      expect(tables.length).toBeGreaterThan(8);
      await as(login, async (client) => {
        for (const { name } of tables)
          for (const sql of [`select from ${name}`, `delete from ${name}`, `update ${name} set tenant_id = tenant_id`])
            await expect(client.query(sql), sql).rejects.toThrow(`permission denied for table ${name}`);
      });
    },
  );
});
