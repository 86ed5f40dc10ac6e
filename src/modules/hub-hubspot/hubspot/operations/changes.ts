import "server-only";
import type { Client } from "@hubspot/api-client";
import { type ChangesPage, ProviderFailure } from "@/server/sync/provider";
import { changedAt, type RemoteObject } from "../rules";
import { type Place, place } from "../schema";
import { answered } from "./sdk";
import { type Found, propertiesFor } from "./snapshots";

const pageSize = 100;
/** HubSpot refuses addresses of some thousand characters more than this. */
const longestQuery = 4_000;
/** Searches see a change some seconds after it was made; and the service's own clocks differ. */
const overlapMs = 60_000;

/** The calls that read pages, and the time of the service in its last answer. */
export interface Reading {
  sdk: Client;
  now(): number;
}

interface Read {
  found: readonly Found[];
  next: Place;
  done: boolean;
  total: number | null;
}

/** A page of the changes of an object, and the place behind it. */
export async function changesAfter(
  reading: Reading,
  object: RemoteObject,
  cursor: string | null,
  wanted: readonly string[],
): Promise<Omit<ChangesPage, "snapshots"> & { found: readonly Found[] }> {
  const read = await readAt(reading, object, cursor === null ? null : placeIn(cursor), propertiesFor(object, wanted));
  return { found: read.found, cursor: JSON.stringify(read.next), done: read.done, total: read.total };
}

function placeIn(cursor: string): Place {
  try {
    return place.parse(JSON.parse(cursor));
  } catch (cause) {
    throw new ProviderFailure("cursor", "The place in the changes of HubSpot cannot be read.", { cause });
  }
}

async function readAt(reading: Reading, object: RemoteObject, at: Place | null, names: string[]): Promise<Read> {
  if (at === null) return await firstPage(reading, object, names);
  if (at.in === "list") return await listPage(reading, object, at, names);
  return at.in === "changes"
    ? await changedPage(reading, object, at, names)
    : await pageOfTime(reading, object, at, names);
}

/** The time is noted before the first record is read: what changes meanwhile is read again. */
async function firstPage(reading: Reading, object: RemoteObject, names: string[]): Promise<Read> {
  const { total } = await searched(reading, object, { filters: [], sort: "hs_object_id", names: [], limit: 1 });
  const since = reading.now() - overlapMs;
  return { ...(await listPage(reading, object, { in: "list", since, after: "" }, names)), total };
}

async function listPage(
  { sdk }: Reading,
  object: RemoteObject,
  { since, after }: Extract<Place, { in: "list" }>,
  names: string[],
): Promise<Read> {
  const { found, next } = await listed(sdk, object, after, names);
  const place: Place = next === null ? { in: "changes", from: since, began: null } : { in: "list", since, after: next };
  return { found, next: place, done: false, total: null };
}

/** A page of all records that are not archived, in the order of their ids. */
export async function listed(
  sdk: Client,
  object: RemoteObject,
  after: string | null,
  names: string[],
): Promise<{ found: readonly Found[]; next: string | null }> {
  const isLong = names.join("&properties=").length > longestQuery;
  const shown = isLong ? [] : names;
  const { results, paging } = await answered(() =>
    sdk.crm.objects.basicApi.getPage(object, pageSize, after || undefined, shown, undefined, undefined, false),
  );
  const next = paging?.next?.after ?? null;
  if (next !== null && next === after) throw repeated();
  return { found: isLong ? await withProperties(sdk, object, results, names) : results, next };
}

/** The records with properties whose names are too many for an address; without those that were archived meanwhile. */
async function withProperties(sdk: Client, object: RemoteObject, found: readonly Found[], properties: string[]) {
  if (found.length === 0) return [];
  const inputs = found.map(({ id }) => ({ id }));
  const request = { inputs, properties, propertiesWithHistory: [] };
  const { results } = await answered(() => sdk.crm.objects.batchApi.read(object, request, false));
  const byId = new Map<string, Found>(results.map((record) => [record.id, record]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

/** Changes by their times, from a time on: no page needs the offset, which ends at 10,000 and slips while people edit. */
async function changedPage(
  reading: Reading,
  object: RemoteObject,
  { from, began: before }: Extract<Place, { in: "changes" }>,
  names: string[],
): Promise<Read> {
  const time = changedAt[object];
  const filters = [{ propertyName: time, operator: "GTE", value: String(from) }];
  const { results, total } = await searched(reading, object, { filters, sort: time, names });
  const began = before ?? reading.now();
  const times = results.map((found) => timeOf(object, found));
  if (times.some((each, index) => each < (times[index - 1] ?? from))) throw repeated();
  if (results.length < pageSize) {
    // Never backwards, whatever the clocks of the service say.
    const next: Place = { in: "changes", from: Math.max(from, began - overlapMs), began: null };
    return { found: results, next, done: true, total };
  }
  const last = times.at(-1) ?? from;
  const next: Place =
    last > from ? { in: "changes", from: last, began } : { in: "sameTime", time: from, after: "0", began };
  return { found: results, next, done: false, total };
}

/** More records of one time than a page holds, as an import makes them: in the order of their ids. */
async function pageOfTime(
  reading: Reading,
  object: RemoteObject,
  { time, after, began }: Extract<Place, { in: "sameTime" }>,
  names: string[],
): Promise<Read> {
  const value = String(time);
  const filters = [
    { propertyName: changedAt[object], operator: "GTE", value },
    { propertyName: changedAt[object], operator: "LTE", value },
    { propertyName: "hs_object_id", operator: "GT", value: after },
  ];
  const { results, total } = await searched(reading, object, { filters, sort: "hs_object_id", names });
  const ids = [after, ...results.map(({ id }) => id)].map(BigInt);
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? 0n))) throw repeated();
  const next: Place =
    results.length < pageSize
      ? { in: "changes", from: time + 1, began }
      : { in: "sameTime", time, after: String(ids.at(-1)), began };
  return { found: results, next, done: false, total };
}

/** The ids of the first two records of which a property has this value. */
export async function withValue(sdk: Client, object: RemoteObject, property: string, value: string) {
  const filters = [{ propertyName: property, operator: "EQ", value }];
  const { results } = await searched({ sdk }, object, { filters, sort: "hs_object_id", names: [], limit: 2 });
  return results.map(({ id }) => id);
}

interface Search {
  filters: readonly { propertyName: string; operator: string; value: string }[];
  sort: string;
  names: string[];
  limit?: number;
}

async function searched(
  { sdk }: Pick<Reading, "sdk">,
  object: RemoteObject,
  { filters, sort, names, limit = pageSize }: Search,
) {
  return await answered(() =>
    sdk.crm.objects.searchApi.doSearch(object, {
      filterGroups: filters.length > 0 ? [{ filters: filters as never }] : [],
      sorts: [sort],
      properties: names,
      limit,
      after: "0",
    }),
  );
}

function timeOf(object: RemoteObject, { properties, updatedAt }: Found): number {
  const time = Date.parse(properties[changedAt[object]] ?? "");
  return Number.isNaN(time) ? updatedAt.getTime() : time;
}

const repeated = () => new ProviderFailure("unknown", "HubSpot repeats a page of its records.");
