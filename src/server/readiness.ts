import "server-only";
import { env } from "@/env";
import { platformQuery } from "./db/client.ts";
import { Prisma } from "./db/generated/client.ts";
import { expectedSchema } from "./db/generated/expected-schema.ts";
import { missingSchema } from "./db/schema-facts.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { signOfMail } from "./mailer.ts";
import { signOfChannels } from "./pusher.ts";
import { signOfStorage, storesFiles } from "./storage.ts";
import { withTimeout } from "./with-timeout.ts";

interface Check {
  name: string;
  ok: boolean;
  /** Milliseconds until the answer or the failure. */
  ms: number;
  /** Without it nothing can be served; without the others only their own feature fails. */
  required: boolean;
  /** The fix, where it is known. */
  todo?: string;
}

const nobody = "00000000-0000-7000-8000-000000000000";
const timeoutMs = 3_000;
/** Anyone may read the state: this limits how often vendors are asked. */
const cacheMs = 10_000;
/** A schema, once present, stays unless the database is reset. */
const schemaCacheMs = 60_000;

/** Checks each dependency of the app once. A failed check shows only its name and the fix. */
export async function readiness(): Promise<{ ready: boolean; checks: Check[] }> {
  const parts = await Promise.all([
    check("database", () => tenantSql(nobody, tenantDb(nobody).db, Prisma.sql`select 1`), true),
    check("database-platform", databasePing, true),
    check("schema", assertSchema, true),
    services(),
  ]);
  const checks = parts.flat();
  return { ready: checks.every(({ ok, required }) => ok || !required), checks };
}

/** The cheapest question to the database; rejects when it is unreachable. */
export async function databasePing(): Promise<void> {
  await platformQuery("ready", "select 1", []);
}

class ToDo extends Error {}

let schemaSeenAt = Number.NEGATIVE_INFINITY;

/** Throws, with the fix, if the database lacks the schema of this build. */
async function assertSchema(): Promise<void> {
  if (performance.now() - schemaSeenAt < schemaCacheMs) return;
  const todo = await schemaTodo();
  if (todo !== null) throw new ToDo(todo);
  schemaSeenAt = performance.now();
}

/** The task left until the database has the schema of this build; null when it has it. */
export function schemaTodo(): Promise<string | null> {
  return missingSchema(platformQuery, expectedSchema);
}

let cached: { at: number; answer: Promise<Check[]> } | undefined;

function services(): Promise<Check[]> {
  if (!cached || Date.now() - cached.at > cacheMs) {
    const answer = Promise.all([
      check("mail", signOfMail, false),
      check("channels", signOfChannels, false),
      check("workflows", signOfWorkflows, false),
      ...(storesFiles() ? [check("storage", signOfStorage, false)] : []),
    ]);
    cached = { at: Date.now(), answer };
  }
  return cached.answer;
}

async function signOfWorkflows(): Promise<void> {
  const url = new URL("/health", env.INNGEST_BASE_URL ?? "https://api.inngest.com");
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!ok) throw new Error(`status ${status}`);
}

async function check(name: string, probe: () => Promise<unknown>, required: boolean): Promise<Check> {
  const started = performance.now();
  const probing = required ? probe() : withTimeout(timeoutMs, probe(), () => new Error("late"));
  const failure: unknown = await probing.then(
    () => null,
    (error: unknown) => error ?? new Error("no reason"),
  );
  const state = { name, ok: failure === null, ms: Math.round(performance.now() - started), required };
  return failure instanceof ToDo ? { ...state, todo: failure.message } : state;
}
