import { expect } from "vitest";
import type { NounEntity } from "@/lib/nouns/all";
import { accountOperations } from "@/modules/crm/accounts/operations";
import { activityOperations } from "@/modules/crm/activities/operations/all";
import { taskOperations } from "@/modules/pmo/tasks/operations";
import type { Ctx, Visibility } from "@/server/context";
import { type Db, tenantDb } from "@/server/db/tenant-db";
import { AppError, sqlState } from "@/server/errors";
import { newId } from "@/server/new-id";
import { recordsOf } from "@/server/nouns/records";
import { type TestMember, type TestWorkspace, testWorkspace } from "./ctx";
import { allRecords, FeedReader } from "./feed-reader";
import { random } from "./sync-trial";

const kinds = ["account", "contact", "activity", "project", "task"] as const;
/** A new record of these locks no other one. */
const ofOneWriter = ["account", "contact", "project", "task"] as const;
type Kind = (typeof kinds)[number];

/** Everything is everybody's own, so that each new owner and link is somebody's loss; activities are seen through others. */
const own: Partial<Record<NounEntity, Visibility>> = { account: "own", contact: "own", project: "own" };
const open: Partial<Record<NounEntity, Visibility>> = { contact: "own", project: "own" };

/** Undone with its transaction: the program that wrote it changed its mind. */
class RolledBack extends Error {}
/** Any refusal, as by other programs at any time: the act is as if it had not been. */
const isOvertaken = (error: unknown) =>
  error instanceof RolledBack || error instanceof AppError || sqlState(error) !== undefined || "code" in Object(error);

/** Writers who do random things to records at once, and readers with copies who only follow the feed. */
export class FeedTrial {
  readonly ids: Record<Kind, string[]> = { account: [], contact: [], activity: [], project: [], task: [] };
  readonly counts = { done: 0, undone: 0, ended: 0 };
  readonly #chance: () => number;
  #visibility = own;
  #hidden: Ctx["hiddenFields"] = {};
  #left = 0;

  private constructor(
    readonly workspace: TestWorkspace,
    readonly admin: Ctx,
    readonly people: readonly TestMember[],
    seed: number,
  ) {
    this.#chance = random(seed);
  }

  static async start(seed: number): Promise<FeedTrial> {
    const workspace = await testWorkspace();
    const admin = await workspace.role("admin");
    const people: TestMember[] = [];
    for (let nth = 0; nth < 4; nth++) people.push(await workspace.join("member"));
    return new FeedTrial(workspace, admin, people, seed);
  }

  /** Does so many acts with these writers, while an admin and two members follow; then all copies must be equal. */
  async run({ acts, writers }: { acts: number; writers: number }): Promise<void> {
    this.#left = acts;
    for (const kind of kinds) this.ids[kind].push(await this.#create(this.admin, kind));
    const readers = [this.admin, ...this.people.slice(0, 2)].map((who) => ({ who, feed: new FeedReader(kinds) }));
    for (const { who, feed } of readers) await feed.start(await this.#ctxOf(who));
    const writing = Promise.all(Array.from({ length: writers }, () => this.#write(acts)));
    let isOver = false;
    const over = writing.finally(() => {
      isOver = true;
    });
    const following = readers.map(async ({ who, feed }) => {
      while (!isOver) await this.#follow(who, feed);
    });
    await Promise.all([over, ...following]);
    for (const { who, feed } of readers) {
      await this.#follow(who, feed);
      const ctx = await this.#ctxOf(who);
      await feed.catchUp(ctx);
      expect(shownOf([...feed.copy.values()] as object[])).toEqual(shownOf(await allRecords(ctx, kinds)));
    }
  }

  async #ctxOf(who: Ctx | TestMember): Promise<Ctx> {
    if ("realm" in who) return who;
    return await this.workspace.as(who, { visibility: this.#visibility as never, hiddenFields: this.#hidden });
  }

  /** A reader whose cursor has ended reads everything again, as the guide says. */
  async #follow(who: Ctx | TestMember, feed: FeedReader): Promise<void> {
    const ctx = await this.#ctxOf(who);
    try {
      await feed.follow(ctx);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "CURSOR_EXPIRED") throw error;
      this.counts.ended += 1;
      await feed.start(ctx);
    }
  }

  async #write(acts: number): Promise<void> {
    while (this.#left > 0) {
      this.#left -= 1;
      if (this.#left === Math.floor(acts * 0.6)) this.#visibility = open;
      if (this.#left === Math.floor(acts * 0.4)) this.#visibility = own;
      if (this.#left === Math.floor(acts * 0.2)) this.#hidden = { account: ["phone"] };
      try {
        await this.#act();
        this.counts.done += 1;
      } catch (error) {
        if (!isOvertaken(error)) throw error;
        this.counts.undone += 1;
      }
    }
  }

  #pick<T>(of: readonly T[]): T | undefined {
    return of[Math.floor(this.#chance() * of.length)];
  }

  #owner = (): string | null => (this.#chance() < 0.1 ? null : (this.#pick(this.people)?.id ?? null));

  async #act(): Promise<void> {
    const chance = this.#chance();
    if (chance < 0.08) return await this.#byProduct();
    const isUndone = chance < 0.16;
    const isLong = chance < 0.2 && !isUndone;
    const made: [Kind, string][] = [];
    await tenantDb(this.admin.tenant.id).tx(async (db) => {
      const kind = this.#pick(isLong ? ofOneWriter : kinds) ?? "account";
      made.push(...(await this.#change(db, kind, isLong || this.#chance() < 0.35)));
      if (isLong) {
        // Held open while others commit behind it: only with rows that nobody else touches.
        const until = Math.max(this.#left - 20, 0);
        while (this.#left > until) await db.tenant.count();
      } else if (this.#chance() < 0.3) made.push(...(await this.#change(db, this.#pick(kinds) ?? "account", false)));
      if (isUndone) throw new RolledBack();
    });
    for (const [kind, id] of made) this.ids[kind].push(id);
  }

  /** Creates a record of a kind, or changes or deletes one. */
  async #change(db: Db, kind: Kind, isNew: boolean): Promise<[Kind, string][]> {
    const ctx = { ...this.admin, db };
    const id = isNew ? undefined : this.#pick(this.ids[kind]);
    if (id === undefined) return [[kind, await this.#create(ctx, kind)]];
    const chance = this.#chance();
    const where = { id };
    if (kind === "activity" && chance < 0.4) {
      await db.recordLink.deleteMany({ where: { fromId: id } });
      if (this.#chance() < 0.7) await this.#link(db, id);
    } else if (chance < 0.2) await recordsOf(ctx, kind).delete({ where, select: { id: true } });
    else {
      const data = chance < 0.5 ? { ownerId: this.#owner() } : this.#otherwise(kind, chance);
      await recordsOf(ctx, kind).updateMany({ where, data: { ...data, version: { increment: 1 } } });
    }
    return [];
  }

  #otherwise = (kind: Kind, chance: number): object => (chance < 0.75 ? this.#moved(kind) : { name: `Name ${chance}` });

  /** Other people who see it, or another record through which it is seen. */
  #moved(kind: Kind): object {
    const members = this.#chance() < 0.3 ? [] : [this.#pick(this.people)?.id];
    if (kind === "task") return { projectId: this.#pick(this.ids.project), others: members };
    if (kind === "project") return { members };
    if (kind === "activity") return { participants: members, creatorId: this.#owner() };
    return { archivedAt: this.#chance() < 0.5 ? new Date() : null };
  }

  async #create(ctx: Ctx, kind: Kind): Promise<string> {
    const id = newId();
    const name = `${kind} ${Math.floor(this.#chance() * 1_000)}`;
    const shared = { id, name, nameKey: name, ownerId: this.#owner() };
    const project =
      kind === "task" ? (this.#pick(this.ids.project) ?? (await this.#create(ctx, "project"))) : undefined;
    const own: Record<Kind, object> = {
      account: { phone: "+1 555 010 0000" },
      contact: { lastName: name, accountId: this.#chance() < 0.5 ? (this.#pick(this.ids.account) ?? null) : null },
      activity: { kind: "call", status: "planned", creatorId: this.#owner() },
      project: { key: id.slice(-10).toUpperCase() },
      task: { projectId: project },
    };
    await recordsOf(ctx, kind).create({ data: { ...shared, ...own[kind] }, select: { id: true } });
    if (kind === "activity" && this.#chance() < 0.8) await this.#link(ctx.db, id);
    return id;
  }

  async #link(db: Db, fromId: string): Promise<void> {
    const toEntity = this.#pick(["account", "contact", "task", "project"] as const) ?? "account";
    const toId = this.#pick(this.ids[toEntity]);
    if (!toId) return;
    const link = { fromEntity: "activity", fromId, field: "about", position: 0, toEntity, toId };
    await db.recordLink.createMany({ data: [link] });
  }

  /** The same by operations of the product. */
  async #byProduct(): Promise<void> {
    const { admin } = this;
    const chance = this.#chance();
    if (chance < 0.4) {
      const { id } = await accountOperations.create(admin, { name: `By product ${chance}`, ownerId: this.#owner() });
      this.ids.account.push(id);
      return;
    }
    const id =
      this.#pick(
        this.ids[(["account", "account", "account", "activity", "task"] as const)[Math.floor(chance * 5)] ?? "task"],
      ) ?? "";
    if (chance < 0.6) {
      const { version } = await accountOperations.get(admin, { id });
      await accountOperations.update(admin, { id, version, ownerId: this.#owner() });
    } else if (chance < 0.8) {
      const { version } = await activityOperations.get(admin, { id });
      await activityOperations.delete(admin, { id, version });
    } else {
      const { version } = await taskOperations.get(admin, { id });
      await taskOperations.update(admin, { id, version, ownerId: this.#owner() });
    }
  }
}

/** Records as a copy is compared: other records in them by id, without what depends on those. */
function shownOf(records: readonly object[]): Map<string, unknown> {
  const plain = ([name, value]: [string, unknown]): [string, unknown][] => {
    if (name === "mayEdit") return [];
    const idOf = (one: unknown) => (one && typeof one === "object" && "id" in one ? one.id : one);
    return [[name, Array.isArray(value) ? value.map(idOf) : idOf(value)]];
  };
  return new Map(
    records
      .map((record): [string, unknown] => [
        String((record as { id: string }).id),
        Object.fromEntries(Object.entries(record).flatMap(plain)),
      ])
      .toSorted(([one], [other]) => one.localeCompare(other)),
  );
}
