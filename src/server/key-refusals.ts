import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { Caller } from "./access.ts";
import { tokenHash } from "./crypto.ts";
import { platformQuery } from "./db/client.ts";
import { Prisma } from "./db/generated/client.ts";
import { tenantDb, tenantSql } from "./db/tenant-db.ts";
import { type AppError, toAppError } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { log } from "./log.ts";
import { plainAddress } from "./network.ts";
import { newId } from "./new-id.ts";
import { processWide } from "./process-wide.ts";

/** The refusals that are kept of a key: more would only repeat what a program does wrong. */
export const keptRefusals = 100;
/** Refusals that wait to be written, of all keys: programs with made-up keys must not fill the memory. */
const mostWaiting = 10_000;
const mostAtOnce = 500;
const everyMs = 3_000;
const pathLength = 300;
/** Names of the API, versions, ids and short numbers. Other parts may be secrets, or e-mail addresses of people. */
const SHOWN_PART = /^(?:[a-z.-]{1,40}|v\d+|\d{1,6}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})?$/i;

function shownPath(path: string): string {
  return path
    .split("/")
    .map((part) => (SHOWN_PART.test(part) ? part : "*"))
    .join("/")
    .slice(0, pathLength);
}

interface Refusal {
  id: string;
  at: string;
  code: string;
  reason: string | null;
  method: string;
  path: string;
  address: string;
  request_id: string;
}

interface State {
  /** By the hash of the key as it was sent: whose it is, is looked up when it is written. */
  waiting: Map<string, Refusal[]>;
  count: number;
  lost: number;
  writing: Promise<void>;
}

const refusals = processWide<State>("refusals of keys");
const state = (): State =>
  refusals.getOrMake(() => ({ waiting: new Map(), count: 0, lost: 0, writing: Promise.resolve() }));

type Refused = Pick<Caller, "credential" | "address" | "requestId">;

/**
 * Notes an error that the holder of an API key got, for the page of the key. In memory, to be written within seconds: a
 * refused request costs no statement.
 */
export function noteKeyRefusal(
  { credential, address, requestId }: Refused,
  { method, path }: { method: string; path: string },
  { code, details }: AppError,
): void {
  if (credential?.type !== "apiKey") return;
  const all = state();
  const hash = tokenHash(credential.key);
  const theirs = all.waiting.get(hash) ?? [];
  if (theirs.length >= keptRefusals) theirs.shift();
  else if (all.count >= mostWaiting) {
    all.lost++;
    return;
  } else all.count++;
  const reason = typeof details?.reason === "string" ? details.reason.slice(0, 50) : null;
  const where = { method, path: shownPath(path), address: plainAddress(address).slice(0, 100) };
  theirs.push({ id: newId(), at: new Date().toISOString(), code, reason, ...where, request_id: requestId });
  all.waiting.set(hash, theirs);
}

/** The error as a response; of an API key it is noted too. */
export function refusedResponse(error: unknown, caller: Refused, { method, url }: Request): Response {
  const failure = toAppError(error, caller.requestId);
  noteKeyRefusal(caller, { method, path: new URL(url).pathname }, failure);
  return failureResponse(failure, caller.requestId);
}

/** Writes what waits, one writing after another. Refusals are help for people: those of a failed writing are lost. */
export function writeKeyRefusals(): Promise<void> {
  const all = state();
  all.writing = all.writing.then(writeNow).catch(failed);
  return all.writing;
}

const failed = (error: unknown) => log.warn({ err: error }, "refusals of a key were not written");

async function writeNow(): Promise<void> {
  const all = state();
  const waiting = [...all.waiting];
  const { lost } = all;
  Object.assign(all, { waiting: new Map(), count: 0, lost: 0 });
  if (lost > 0) log.warn({ refusals: lost }, "refusals of keys were not noted: there were too many");
  for (let from = 0; from < waiting.length; from += mostAtOnce) {
    const part = new Map(waiting.slice(from, from + mostAtOnce));
    for (const { id, tenant_id: tenantId, key_hash: now, previous_hash: before } of await keysOf([...part.keys()])) {
      const theirs = [now, before ?? ""].flatMap((hash) => part.get(hash) ?? []);
      await write(tenantId, id, theirs.slice(-keptRefusals)).catch(failed);
    }
  }
}

interface KeyRow {
  id: string;
  tenant_id: string;
  key_hash: string;
  previous_hash: string | null;
}

/** The keys with these hashes, also those that have ended: people look for the program that still uses them. */
const keysOf = (hashes: string[]) =>
  platformQuery<KeyRow>(
    "keys-of-refusals",
    "select id, tenant_id, key_hash, previous_hash from api_keys where key_hash = any($1) or previous_hash = any($1)",
    [hashes],
  );

/** Writes refusals of a key, and deletes those that are too many then. */
async function write(tenantId: string, keyId: string, refusals: readonly Refusal[]): Promise<void> {
  const ofKey = Prisma.sql`r.tenant_id = ${tenantId}::uuid and r.key_id = ${keyId}::uuid`;
  await tenantSql(
    tenantId,
    tenantDb(tenantId).db,
    Prisma.sql`
      with old as (
        select r.id from api_key_refusals r where ${ofKey} order by r.id desc offset ${keptRefusals - refusals.length}
      ),
      deleted as (delete from api_key_refusals r using old where ${ofKey} and r.id = old.id)
      insert into api_key_refusals (tenant_id, key_id, id, at, code, reason, method, path, address, request_id)
      select ${tenantId}::uuid, ${keyId}::uuid, n.*
      from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb) as n (
        id uuid, at timestamptz, code text, reason text, method text, path text, address text, request_id text)
      returning 1 as written`,
  );
}

/** Writes every few seconds until the process ends. */
export async function keepWritingRefusals(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    await writeKeyRefusals();
  }
}
