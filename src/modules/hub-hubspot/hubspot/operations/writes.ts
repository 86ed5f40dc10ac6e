import "server-only";
import type { Client } from "@hubspot/api-client";
import type { RemoteWrite, WriteAnswer } from "@/server/sync/provider";
import type { Props } from "@/server/sync/snapshot";
import { associations, ownKey, type RemoteObject } from "../rules";
import { invalidValues, type Refusal, refusal } from "../schema";
import { type Landed, writeLinks } from "./links";
import { asked, Refused } from "./sdk";
import { type Found, snapshotOf } from "./snapshots";

const longestAnswer = 2_000;

/** A record as the service wrote it, or why it did not. */
type Outcome = { write: RemoteWrite; found: Found } | { write: RemoteWrite; refused: Refused };

/** Writes records and then their associations; new records are made under our own key, so that a repeat makes none. */
export async function writeAll(
  sdk: Client,
  object: RemoteObject,
  writes: readonly RemoteWrite[],
): Promise<WriteAnswer[]> {
  const created = writes.filter(({ id }) => id === null);
  const changed = writes.filter(({ id }) => id !== null);
  const outcomes = [
    ...(await inParts(created, (part) => upserted(sdk, object, part))),
    ...(await inParts(
      changed.filter((write) => hasValues(object, write)),
      (part) => updated(sdk, object, part),
    )),
    // HubSpot refuses a change of nothing.
    ...(await inParts(
      changed.filter((write) => !hasValues(object, write)),
      (part) => present(sdk, object, part),
    )),
  ];
  const landed = outcomes.flatMap((outcome) =>
    "found" in outcome ? [{ write: outcome.write, id: outcome.found.id } satisfies Landed] : [],
  );
  const refusedLinks = new Map((await writeLinks(sdk, object, landed)).map((each) => [each.key, each]));
  return outcomes.map((outcome) => {
    const { key } = outcome.write;
    if ("refused" in outcome) return refusedAnswer(outcome.write, outcome.refused);
    const link = refusedLinks.get(key);
    return link ? refusalAnswer(key, link.refused.body, link.property) : writtenAnswer(outcome.write, outcome.found);
  });
}

interface Batch {
  results: readonly (Found & { objectWriteTraceId?: string })[];
  errors?: readonly object[];
}

/**
 * Writes a batch. Where the service refuses all of it for one bad record, or does not say which of them it means, the
 * halves are written on their own.
 */
async function inParts(
  writes: readonly RemoteWrite[],
  write: (part: readonly RemoteWrite[]) => Promise<Batch>,
): Promise<Outcome[]> {
  const [first] = writes;
  if (!first) return [];
  let batch: Batch;
  try {
    batch = await write(writes);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return writes.length === 1 ? [{ write: first, refused: error }] : await inHalves(writes, write);
  }
  const { known, left } = sorted(writes, batch);
  const [other] = left;
  if (!other) return known;
  const error = batch.errors?.[0];
  if (left.length === 1 && error) return [...known, { write: other, refused: refusedBy(error) }];
  return [...known, ...(await inHalves(left, write))];
}

async function inHalves(
  writes: readonly RemoteWrite[],
  write: (part: readonly RemoteWrite[]) => Promise<Batch>,
): Promise<Outcome[]> {
  const half = Math.ceil(writes.length / 2);
  const one = await inParts(writes.slice(0, half), write);
  return [...one, ...(await inParts(writes.slice(half), write))];
}

/** The writes that the answer speaks of, by the trace that we gave or the id, and those that it does not. */
function sorted(writes: readonly RemoteWrite[], { results, errors = [] }: Batch) {
  const found = new Map<string, Found>();
  for (const each of results) {
    if (each.objectWriteTraceId !== undefined) found.set(each.objectWriteTraceId, each);
    found.set(each.id, each);
    const key = each.properties[ownKey];
    if (key) found.set(key, each);
  }
  const failed = new Map<string, Refused>();
  for (const error of errors) for (const name of namesIn(refusal.parse(error))) failed.set(name, refusedBy(error));
  const known: Outcome[] = [];
  const left: RemoteWrite[] = [];
  for (const write of writes) {
    const names = [write.key, write.id ?? ""];
    const [record, refused] = [firstOf(found, names), firstOf(failed, names)];
    // A record that was merged answers under another id; alone in its batch, there is no doubt.
    const only = writes.length === 1 ? results[0] : undefined;
    if (refused) known.push({ write, refused });
    else if (record ?? only) known.push({ write, found: (record ?? only) as Found });
    else left.push(write);
  }
  return { known, left };
}

const firstOf = <T>(map: ReadonlyMap<string, T>, names: readonly string[]): T | undefined => {
  for (const name of names) if (name !== "" && map.has(name)) return map.get(name);
  return undefined;
};

const namesIn = ({ context = {} }: Refusal): string[] =>
  [context.objectWriteTraceId, context.ids, context.id].flatMap((names) => names ?? []);

const refusedBy = (error: object): Refused => {
  const status = { OBJECT_NOT_FOUND: 404, CONFLICT: 409 }[refusal.parse(error).category ?? ""] ?? 400;
  return new Refused(status, new Headers(), JSON.stringify(error));
};

async function upserted(sdk: Client, object: RemoteObject, writes: readonly RemoteWrite[]): Promise<Batch> {
  const inputs = writes.map(({ key, props }) => ({
    id: key,
    idProperty: ownKey,
    objectWriteTraceId: key,
    properties: valuesOf(object, props, false),
  }));
  return await asked(() => sdk.crm.objects.batchApi.upsert(object, { inputs }));
}

async function updated(sdk: Client, object: RemoteObject, writes: readonly RemoteWrite[]): Promise<Batch> {
  const inputs = writes.map(({ key, id, props }) => ({
    id: id ?? "",
    objectWriteTraceId: key,
    properties: valuesOf(object, props, true),
  }));
  return await asked(() => sdk.crm.objects.batchApi.update(object, { inputs }));
}

const hasValues = (object: RemoteObject, { props }: RemoteWrite) =>
  Object.keys(props).some((name) => !associations[object][name]);

/** The records of which only associations change. */
async function present(sdk: Client, object: RemoteObject, writes: readonly RemoteWrite[]): Promise<Batch> {
  const inputs = writes.map(({ id }) => ({ id: id ?? "" }));
  return await asked(() =>
    sdk.crm.objects.batchApi.read(object, { inputs, properties: [], propertiesWithHistory: [] }, false),
  );
}

/** Without associations. HubSpot clears a property by an empty text. */
function valuesOf(object: RemoteObject, props: Props, clears: boolean): { [name: string]: string } {
  const own = Object.entries(props).filter(([name]) => !associations[object][name]);
  return Object.fromEntries(own.flatMap(([name, text]) => (text === null && !clears ? [] : [[name, text ?? ""]])));
}

/** The state that the write itself made, and no later one: what others changed since is a change to be seen. */
function writtenAnswer({ key, props }: RemoteWrite, found: Found): WriteAnswer {
  const names = Object.keys(props);
  const kept = Object.fromEntries(names.map((name) => [name, name in found.properties ? null : (props[name] ?? null)]));
  return { key, state: "written", snapshot: snapshotOf(found, names, kept) };
}

function refusedAnswer({ key }: RemoteWrite, { status, body }: Refused): WriteAnswer {
  const existing = /Existing ID: ?(\d+)/i.exec(body.message)?.[1];
  if (existing !== undefined) return { key, state: "exists", id: existing };
  if (status === 404 || body.category === "OBJECT_NOT_FOUND") return { key, state: "missing" };
  return refusalAnswer(key, body, null);
}

function refusalAnswer(key: string, body: Refusal, property: string | null): WriteAnswer {
  const [value] = valuesIn(body.message);
  const [detail] = body.errors;
  const named = value?.name ?? [detail?.context?.propertyName ?? body.context?.propertyName ?? []].flat()[0] ?? null;
  return {
    key,
    state: "refused",
    code: value?.error ?? detail?.code ?? body.category ?? "UNKNOWN",
    words: value?.message ?? detail?.message ?? (body.message || "HubSpot refuses this value."),
    answer: body.message.slice(0, longestAnswer),
    property: property ?? named,
  };
}

function valuesIn(message: string) {
  const list = /^Property values were not valid: (\[.*\])$/s.exec(message)?.[1];
  if (list === undefined) return [];
  try {
    return invalidValues.parse(JSON.parse(list));
  } catch {
    return [];
  }
}
