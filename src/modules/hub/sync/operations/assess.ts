import "server-only";
import type { Ctx } from "@/server/context";
import { tenantRows } from "@/server/db/tenant-db";
import { type ManyNoun, presented, seenRows } from "@/server/nouns/many";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Partners, Value } from "@/server/sync/object";
import type { Props, Snapshot } from "@/server/sync/snapshot";
import type { Base, SyncLinkRow } from "../row";
import { type Decision, decide, type Sides } from "../rules";
import { keyOf, type Problems } from "./problems";
import { areSameThere, isEmptyHere, isEmptyThere, ourHash, theirHash } from "./value-hash";
import type { ActivePair, Work } from "./work";

/** A linked record with the record there, as both are now. */
export interface Pair {
  link: SyncLinkRow;
  record: AnyRecord;
  snapshot: Snapshot;
}

/** One field of both, and what to do about it. */
export interface FieldState {
  pair: ActivePair;
  ours: Value;
  theirs: Props;
  sides: Sides;
  decision: Decision;
  /** A person has chosen the side. */
  isChosen: boolean;
}

/** Our records by their ids, archived ones too; those that were deleted are missing. */
export async function recordsHere(
  { ctx, many }: { ctx: Ctx; many: ManyNoun },
  ids: readonly string[],
): Promise<ReadonlyMap<string, AnyRecord>> {
  if (ids.length === 0) return new Map();
  return presented(ctx, many, await seenRows(ctx, many, ids));
}

export const propsOf = (props: Props, { remote }: Pick<ActivePair, "remote">): Props =>
  Object.fromEntries(remote.map((name) => [name, props[name] || null]));

/** The hashes of a field on which both agreed; nothing where its steps changed since. */
const agreedOn = ({ field, since }: ActivePair, { base, seenIn }: SyncLinkRow) =>
  seenIn < since ? undefined : base[field];

/** All that both agreed on, without fields whose steps changed since. */
export const presentBase = ({ pairs }: Work, { base, seenIn }: SyncLinkRow): Base => {
  const old = new Set(pairs.flatMap(({ field, since }) => (seenIn < since ? [field] : [])));
  return old.size === 0 ? base : Object.fromEntries(Object.entries(base).filter(([field]) => !old.has(field)));
};

/** Compares a field of both sides with what they agreed on. */
export function sidesOf(pair: ActivePair, both: Pick<Pair, "link" | "record" | "snapshot">, partners: Partners): Sides {
  const ours = pair.read(both.record);
  const theirs = propsOf(both.snapshot.props, pair);
  const base = agreedOn(pair, both.link);
  const oursChanged = base?.[0] !== ourHash(ours);
  const theirsChanged = base?.[1] !== theirHash(theirs, pair.remote);
  return {
    haveAgreed: base !== undefined,
    oursChanged,
    theirsChanged,
    areSame: (oursChanged || theirsChanged) && areSame(pair, ours, theirs, partners),
    oursEmpty: isEmptyHere(ours),
    theirsEmpty: isEmptyThere(theirs, pair.remote),
  };
}

function areSame(pair: ActivePair, ours: Value, theirs: Props, partners: Partners): boolean {
  if (isEmptyHere(ours) && isEmptyThere(theirs, pair.remote)) return true;
  const out = pair.toTheirs(ours, partners);
  if ("props" in out) {
    if (areSameThere(out.props, theirs, pair.remote)) return true;
    if (pair.asKept && areSameThere(pair.asKept(out.props), theirs, pair.remote)) return true;
  }
  const back = pair.toOurs(theirs, partners);
  return "value" in back && ourHash(back.value) === ourHash(ours);
}

/** Whether a record there has to be read by its id before it is merged: the answer may be old or say too little, or ours changed. */
export function needsReading(work: Work, both: Pair, partners: Partners): boolean {
  const sides = work.pairs.map((pair) => sidesOf(pair, both, partners));
  const changed = sides.filter(({ oursChanged, theirsChanged }) => oursChanged || theirsChanged);
  if (changed.length === 0) return false;
  const { remoteVersion, intent } = both.link;
  if (intent !== null) return true;
  // Where both meet for the first time, only the times of their values may be missing.
  if (remoteVersion === null) return work.pairs.some((pair, place) => needsTimes(pair, sides[place]));
  // The log says who wrote a value that comes in.
  if (work.provider.namesWriters && both.snapshot.written === undefined) return true;
  return both.snapshot.version <= remoteVersion || changed.some(({ oursChanged }) => oursChanged);
}

const needsTimes = ({ rule }: ActivePair, sides: Sides | undefined): boolean =>
  sides !== undefined &&
  rule.direction === "both" &&
  rule.conflict === "newest" &&
  !(sides.areSame || sides.oursEmpty || sides.theirsEmpty);

/** The decision about each field of a linked record. `oursAt` says when our value was written, in milliseconds. */
export function fieldStates(
  work: Work,
  both: Pair,
  { partners, problems, oursAt }: { partners: Partners; problems: Problems; oursAt(pair: ActivePair): number | null },
): FieldState[] {
  const { record, snapshot, link } = both;
  return work.pairs.map((pair) => {
    const sides = sidesOf(pair, both, partners);
    const problem = problems.get(keyOf({ recordId: link.recordId, externalId: link.externalId, field: pair.field }));
    const chosen = problem?.state === "ours" || problem?.state === "theirs" ? problem.state : chosenBefore(pair, both);
    const times = () => ({ ours: oursAt(pair), theirs: theirsAt(snapshot, pair) });
    const decision = decide(sides, chosen ? { ...pair.rule, conflict: chosen } : pair.rule, times);
    return {
      pair,
      ours: pair.read(record),
      theirs: propsOf(snapshot.props, pair),
      sides,
      decision,
      isChosen: chosen !== null,
    };
  });
}

/** "ours" where a person chose our value and it waits to be sent: the problem is over, and neither value changed since. */
function chosenBefore(pair: ActivePair, { record, snapshot, link }: Pair): "ours" | null {
  const sent = link.intent?.[pair.field];
  if (sent?.decidedBy !== "person" || sent.ours !== ourHash(pair.read(record))) return null;
  return areSameThere(sent.from as Props, propsOf(snapshot.props, pair), pair.remote) ? "ours" : null;
}

function theirsAt({ written, version }: Snapshot, pair: ActivePair): number | null {
  const times = pair.remote.flatMap((name) => (written?.[name] ? [Date.parse(written[name].at)] : []));
  if (times.length > 0) return Math.max(...times);
  const at = Date.parse(version);
  return Number.isNaN(at) ? null : at;
}

/** When values of ours were written last, in milliseconds: the last event of each, by "<record id> <field>". */
export async function timesHere(
  ctx: Ctx,
  entity: string,
  wanted: readonly { recordId: string; field: string; columns: readonly string[] }[],
): Promise<ReadonlyMap<string, number>> {
  if (wanted.length === 0) return new Map();
  const rows = await tenantRows<{ key: string; at: Date }>(ctx)`
    select r.record_id || ' ' || r.field as key, e.at
    from unnest(
      ${wanted.map(({ recordId }) => recordId)}::uuid[], ${wanted.map(({ field }) => field)}::text[],
      ${wanted.map(({ columns }) => columns.join(" "))}::text[]
    ) as r(record_id, field, columns)
    cross join lateral (
      select at from events where tenant_id = ${ctx.tenant.id}::uuid and entity = ${entity} and entity_id = r.record_id
        and jsonb_exists_any(after, string_to_array(r.columns, ' '))
      order by id desc limit 1
    ) e`;
  return new Map(rows.map(({ key, at }) => [key, at.getTime()]));
}
