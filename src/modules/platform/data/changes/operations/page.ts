import "server-only";
import { groupBy } from "@/lib/group-by";
import { type NounEntity, nounOf } from "@/lib/nouns/all";
import { memberOf } from "@/server/actor";
import type { Ctx } from "@/server/context";
import { recordsOf } from "@/server/nouns/records";
import { isThroughLinks } from "@/server/scope";
import { noId, type Place, startOf } from "../rules";
import type { RecordChange } from "../schema";
import { recordsBelow, sawThrough } from "./below";
import { exportedOf } from "./kinds";
import { type Key, keysBehind } from "./read";
import { type Exit, exitColumns, sawAmong, seenNow } from "./sight";

interface Reader {
  /** The kinds of record that it gets. */
  listed: readonly NounEntity[];
  limit: number;
  content: "records" | "ids";
}

interface Walked {
  rows: RecordChange[];
  /** Where the next page begins. */
  place: Place;
  /** Whether there was no more to read. */
  isAtEnd: boolean;
}

/** A page reads at least so many places: most of them may be out of the reader's sight. */
const leastRead = 200;
/** Records of which the records below are read in one page, each by a statement. */
const mostOpened = 40;

/** The changes behind a place, before the horizon. A page may be short, or empty, although more follows. */
export async function pageBehind(ctx: Ctx, reader: Reader, from: Place, before: string): Promise<Walked> {
  const page = new FeedPage(ctx, reader);
  if (from.below !== null && !(await page.resume(from))) return page.endsAt(page.stopped ?? from);
  const take = Math.max(reader.limit, leastRead);
  const keys = await keysBehind(ctx, reader.listed, { from: { ...from, below: null }, before, take: take + 1 });
  const some = keys.slice(0, take);
  await page.learn(some);
  let place: Place = { ...from, below: null };
  for (const key of some) {
    if (page.isFull) return page.endsAt(place);
    await page.take(key);
    if (page.stopped) return page.endsAt(page.stopped);
    place = { changedIn: key.changedIn, id: key.id, below: null };
  }
  if (keys.length > take) return page.endsAt(place);
  return { ...page.endsAt(startOf(before)), isAtEnd: true };
}

/** Some records of one kind as they are now. */
interface Present {
  /** Those that the reader sees; null in place of a record if only ids are asked for. */
  seen: ReadonlyMap<string, Record<string, unknown> | null>;
  erased: ReadonlySet<string>;
}
const nothing: Present = { seen: new Map(), erased: new Set() };

class FeedPage {
  /** Where the page ends before its last key is done. */
  stopped: Place | null = null;
  readonly #rows = new Map<string, RecordChange>();
  readonly #present = new Map<string, Present>();
  readonly #exits = new Map<string, Exit>();
  #saw: ReadonlySet<string> = new Set();
  #made: ReadonlySet<string> = new Set();
  #opened = 0;

  readonly ctx: Ctx;
  readonly reader: Reader;

  constructor(ctx: Ctx, reader: Reader) {
    this.ctx = ctx;
    this.reader = reader;
  }

  get isFull(): boolean {
    return this.#rows.size >= this.reader.limit || this.#opened >= mostOpened;
  }

  endsAt(place: Place): Walked {
    return { rows: [...this.#rows.values()], place, isAtEnd: false };
  }

  /** Goes on with the records below an exit; returns whether that is done. */
  async resume({ id, changedIn, below }: Place): Promise<boolean> {
    const exits = await this.ctx.db.recordExit.findMany({ where: { id }, select: exitColumns });
    const [exit] = exits;
    if (!exit) return true;
    this.#exits.set(id, exit);
    this.#saw = await sawAmong(this.ctx, exits);
    await this.#learnOf(exit.entity as NounEntity, [exit.recordId]);
    await this.#open(exit, { changedIn, id, below });
    return this.stopped === null;
  }

  /** Reads all that is needed of these keys, in a number of statements that grows with their kinds only. */
  async learn(keys: readonly Key[]): Promise<void> {
    const ids = keys.filter(({ isExit }) => isExit).map(({ id }) => id);
    const exits =
      ids.length > 0 ? await this.ctx.db.recordExit.findMany({ where: { id: { in: ids } }, select: exitColumns }) : [];
    for (const exit of exits) this.#exits.set(exit.id, exit);
    const records = keys.flatMap(({ id, entity, isExit }) => {
      const recordId = isExit ? this.#exits.get(id)?.recordId : id;
      return recordId === undefined ? [] : [{ entity, recordId }];
    });
    for (const [entity, some] of groupBy(records, (one) => one.entity))
      await this.#learnOf(
        entity,
        some.map(({ recordId }) => recordId),
      );
    this.#saw = await sawAmong(this.ctx, exits);
    this.#made = await this.#madeAmong(keys);
  }

  async #learnOf(entity: NounEntity, ids: readonly string[]): Promise<void> {
    this.#present.set(entity, await this.#presentOf(entity, [...new Set(ids)]));
  }

  async #presentOf(entity: NounEntity, ids: readonly string[]): Promise<Present> {
    const { ctx, reader } = this;
    const isWhole = reader.content === "records" && reader.listed.includes(entity);
    const records = isWhole ? await exportedOf(entity).read(ctx, ids) : [];
    const seen = isWhole
      ? new Map(records.map((record) => [record.id, record as unknown as Record<string, unknown>]))
      : new Map([...(await seenNow(ctx, entity, ids))].map((id) => [id, null]));
    return { seen, erased: nounOf(entity)?.person ? await this.#erasedAmong(entity, ids) : new Set() };
  }

  /** People who were anonymised: by a request that stays, or a moment ago. */
  async #erasedAmong(entity: string, ids: readonly string[]): Promise<Set<string>> {
    const { db } = this.ctx;
    const [asked, just] = await Promise.all([
      db.privacyRequest.findMany({ where: { entity, entityId: { in: [...ids] } }, select: { entityId: true } }),
      db.recordExit.findMany({
        where: { entity, recordId: { in: [...ids] }, erased: true },
        select: { recordId: true },
      }),
    ]);
    return new Set([...asked.map(({ entityId }) => entityId), ...just.map(({ recordId }) => recordId)]);
  }

  /** Hidden records that the reader made: they may have been seen until a link led elsewhere. */
  async #madeAmong(keys: readonly Key[]): Promise<Set<string>> {
    const creatorId = memberOf(this.ctx.actor);
    const made = new Set<string>();
    for (const [entity, some] of groupBy(keys, (key) => key.entity)) {
      const hidden = some.filter(({ id, isExit }) => !isExit && !this.#presentIn(entity).seen.has(id));
      if (!isThroughLinks(entity) || creatorId === null || hidden.length === 0) continue;
      const where = { id: { in: hidden.map(({ id }) => id) }, creatorId };
      for (const { id } of await recordsOf(this.ctx, entity).findMany({ where, select: { id: true } })) made.add(id);
    }
    return made;
  }

  #presentIn = (entity: string): Present => this.#present.get(entity) ?? nothing;

  /** Takes what a key says into the page. */
  async take(key: Key): Promise<void> {
    if (!key.isExit) {
      this.#put(key.entity, key.id, this.#presentIn(key.entity), this.#made.has(key.id));
      return;
    }
    const exit = this.#exits.get(key.id);
    if (!exit) return;
    const present = this.#presentIn(exit.entity);
    const isGone = !present.seen.has(exit.recordId) || present.erased.has(exit.recordId);
    if (this.reader.listed.includes(key.entity) && isGone)
      this.#put(key.entity, exit.recordId, present, this.#saw.has(exit.id));
    await this.#open(exit, { changedIn: key.changedIn, id: key.id, below: null });
  }

  /** A record that is there, or a tombstone of one that the reader may have. */
  #put(noun: NounEntity, id: string, { seen, erased }: Present, isKnown: boolean): void {
    const record = seen.get(id);
    const isThere = record !== undefined && !erased.has(id);
    if (!isThere && !isKnown && record === undefined) return;
    // The last one counts: it stands where the reader comes to it last.
    this.#rows.delete(id);
    this.#rows.set(id, {
      noun,
      id,
      change: isThere ? "changed" : "removed",
      record: isThere ? (record ?? null) : null,
    });
  }

  /** Takes the records below one that came into sight or left it: theirs came or left with it. */
  async #open(exit: Exit, { changedIn, id, below }: Place): Promise<void> {
    const saw = this.#saw.has(exit.id);
    if (saw === this.#presentIn(exit.entity).seen.has(exit.recordId)) return;
    const { ctx, reader } = this;
    this.#opened += 1;
    const room = reader.limit - this.#rows.size;
    if (room === 0) {
      this.stopped = { changedIn, id, below: below ?? noId };
      return;
    }
    const found = await recordsBelow(ctx, exit, { listed: reader.listed, after: below, take: room + 1 });
    const some = found.slice(0, room);
    for (const [entity, rows] of groupBy(some, (one) => one.entity)) {
      const ids = rows.map((one) => one.id);
      const present = await this.#presentOf(entity, ids);
      const hidden = ids.filter((one) => !present.seen.has(one));
      const lost = saw ? await sawThrough(ctx, exit.entity, entity, hidden) : new Set<string>();
      for (const one of ids) this.#put(entity, one, present, lost.has(one));
    }
    const last = some.at(-1);
    if (found.length > room && last) this.stopped = { changedIn, id, below: last.id };
  }
}
