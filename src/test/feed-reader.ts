import { expect } from "vitest";
import type { NounEntity } from "@/lib/nouns/all";
import { writeCursor } from "@/modules/platform/data/changes/operations/cursor";
import { seenKinds } from "@/modules/platform/data/changes/operations/kinds";
import { listRecordChanges } from "@/modules/platform/data/changes/operations/list";
import { horizonOf } from "@/modules/platform/data/changes/operations/read";
import { rightsOf } from "@/modules/platform/data/changes/operations/rights";
import { startOf } from "@/modules/platform/data/changes/rules";
import { declaredNouns } from "@/registry/nouns";
import type { Ctx } from "@/server/context";
import { adminQuery } from "./db";

type Shown = Readonly<Record<string, unknown>>;
type List = (
  ctx: Ctx,
  input: { archived: boolean; limit: number; cursor?: string },
) => Promise<{ rows: readonly object[]; nextCursor: string | null }>;

/** Everything that lists show of some kinds of record, archived ones too. */
export async function allRecords(ctx: Ctx, nouns: readonly NounEntity[]): Promise<Shown[]> {
  const records: Shown[] = [];
  for (const entity of nouns) {
    const list = declaredNouns[entity].list as unknown as List;
    for (const archived of [false, true]) {
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const page: Awaited<ReturnType<List>> = await list(ctx, {
          archived,
          limit: 100,
          ...(cursor ? { cursor } : {}),
        });
        records.push(...(page.rows as Shown[]));
        cursor = page.nextCursor;
      }
    }
  }
  return records;
}

/** A cursor before everything that there is: the feed then gives all that its reader sees. */
export async function firstCursor(ctx: Ctx, nouns: readonly NounEntity[] | null = null): Promise<string> {
  const { database, at } = await horizonOf(ctx);
  const rights = rightsOf(ctx, seenKinds(ctx, nouns));
  return writeCursor({ tenantId: ctx.tenant.id, nouns, rights, database, caughtUpAt: at, place: startOf("0") });
}

/** A program with a copy of records, as the guide for integrators tells to write it. */
export class FeedReader {
  readonly copy = new Map<string, Shown | null>();
  /** Ids in the order in which tombstones came. */
  readonly removed: string[] = [];
  cursor: string | undefined;
  readonly nouns: readonly NounEntity[];
  readonly more: { limit?: number; content?: "records" | "ids" };

  constructor(nouns: readonly NounEntity[], more: FeedReader["more"] = {}) {
    this.nouns = nouns;
    this.more = more;
  }

  /** First a cursor, then a full read: what changes meanwhile comes behind the cursor. */
  async start(ctx: Ctx): Promise<this> {
    this.cursor = (await listRecordChanges(ctx, { nouns: this.nouns.join() })).nextCursor;
    const records = await allRecords(ctx, this.nouns);
    this.copy.clear();
    for (const record of records) this.copy.set(String(record.id), record);
    return this;
  }

  /** Reads all pages that there are now; returns how many changes they had. */
  async follow(ctx: Ctx): Promise<number> {
    let count = 0;
    for (;;) {
      const page = await listRecordChanges(ctx, { ...this.more, ...(this.cursor ? { cursor: this.cursor } : {}) });
      for (const { id, change, record } of page.rows) {
        if (change === "changed") this.copy.set(id, record);
        else {
          this.copy.delete(id);
          this.removed.push(id);
        }
      }
      count += page.rows.length;
      this.cursor = page.nextCursor;
      expect(page.rows.length).toBeLessThanOrEqual(this.more.limit ?? 200);
      if (!page.more) return count;
    }
  }

  /** Follows until the copy is what lists show, once no transaction of other tests holds the feed back before now. */
  async catchUp(ctx: Ctx): Promise<void> {
    const [now] = await adminQuery<{ ends: string }>("select pg_snapshot_xmax(pg_current_snapshot())::text as ends");
    const isPast = async () => BigInt((await horizonOf(ctx)).changedIn) >= BigInt(now?.ends ?? "0");
    await expect.poll(isPast).toBe(true);
    await expect
      .poll(async () => {
        await this.follow(ctx);
        return versionsOf([...this.copy].map(([id, record]) => ({ ...record, id })));
      })
      .toEqual(versionsOf(await allRecords(ctx, this.nouns)));
  }
}

/** The ids and versions of records in one order; the names of other records in them are those of an earlier moment. */
const versionsOf = (records: readonly Shown[]) => records.map(({ id, version }) => `${id} ${version}`).toSorted();
