import "server-only";
import { platformQuery } from "./db/client.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";

interface Check {
  name: string;
  ok: boolean;
  /** Milliseconds until the answer or the failure. */
  ms: number;
}

const nobody = "00000000-0000-7000-8000-000000000000";

/** What the app needs to serve, each asked once. A failed check never says more than its name. */
export async function readiness(): Promise<{ ready: boolean; checks: Check[] }> {
  const checks = await Promise.all([
    check("database", () => tenantSql(nobody, tenantDb(nobody).db, Prisma.sql`select 1`)),
    check("database-platform", signOfLife),
  ]);
  return { ready: checks.every((entry) => entry.ok), checks };
}

/** The least that the database can be asked; rejects when it is away. */
export async function signOfLife(): Promise<void> {
  await platformQuery("ready", "select 1", []);
}

async function check(name: string, ask: () => Promise<unknown>): Promise<Check> {
  const started = performance.now();
  const ok = await ask().then(
    () => true,
    () => false,
  );
  return { name, ok, ms: Math.round(performance.now() - started) };
}
