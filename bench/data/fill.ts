import { Client } from "pg";
import { ranksBetween } from "@/lib/rank";
import { activitySql } from "./activities-sql";
import { contactSql } from "./contacts-sql";
import type { Scale } from "./scale";
import { accountSql, historySql, opportunitySql, planSql, valueSql, workspaceSql } from "./workspaces-sql";

/** Fills a migrated, empty database with the workspaces of a scale, set by set, as superuser. */
export async function fill(superuserUrl: string, scale: Scale): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set synchronous_commit = off");
    await client.query("set maintenance_work_mem = '256MB'; set work_mem = '128MB'");
    await client.query("select setseed(0.5)");
    await client.query(planTable(scale));
    for (const sql of [...workspaceSql, ...accountSql, ...contactSql]) await client.query(sql);
    const perStage = Math.ceil(Math.max(scale.boardOpportunities, scale.olderOpportunities, 300) / 6);
    await client.query(opportunitySql, [ranksBetween(null, null, perStage)]);
    for (const sql of [...valueSql, ...historySql, ...activitySql]) await client.query(sql);
    await fillSearch(client);
    await client.query("create extension if not exists pg_stat_statements");
    // Vacuum cannot mark rows as visible until their commit is on disk, and index-only scans would then fail.
    await client.query("checkpoint");
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

/** The documents of search, whose triggers rest in a session like this one; their indexes are built once they are in. */
async function fillSearch(client: Client): Promise<void> {
  const { rows: indexes } = await client.query<{ name: string; sql: string }>(
    "select indexname as name, indexdef as sql from pg_indexes where tablename = 'search_documents' and indexdef like '% USING gin %'",
  );
  for (const { name } of indexes) await client.query(`drop index ${client.escapeIdentifier(name)}`);
  const { rows } = await client.query<{ name: string }>(
    "select proname as name from pg_proc where proname like 'search\\_fill\\_%'",
  );
  for (const { name } of rows) await client.query(`select ${client.escapeIdentifier(name)}()`);
  for (const { sql } of indexes) await client.query(sql);
}

/** CREATE TABLE AS takes no parameters, and the sizes are our own numbers. */
function planTable({ accounts, boardOpportunities, olderOpportunities, others, activities }: Scale): string {
  const sizes = [accounts, boardOpportunities, olderOpportunities, others, activities];
  return planSql.replace(/\$(\d)/g, (_, place: string) => String(sizes[Number(place) - 1]));
}
