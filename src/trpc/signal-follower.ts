import type { QueryClient } from "@tanstack/react-query";
import type { Signal } from "@/lib/channels";
import { type HeadEntity, nouns, settings, shownBy as shownByOf } from "@/lib/nouns/all";
import { isCommentEvent } from "@/lib/nouns/comments";
import type { Head } from "@/lib/nouns/noun-head";
import type { LiveEntity } from "@/registry/all";
import type { RouterOutputs } from "./react";

type Router = keyof RouterOutputs;

/**
 * The routers to refetch when a record of a declared noun changes: those its head names and those with records that
 * point to it; the same for its parts.
 */
const shownByHeads = Object.fromEntries(
  Object.entries<Head>({ ...settings, ...nouns }).flatMap(([entity, { path, parts = [] }]) =>
    [entity, ...parts].map((one) => [one, [path, ...shownByOf(entity), "owned", "events", "files"]]),
  ),
) as Readonly<Record<string, readonly Router[]>>;

/** The routers whose records name their owners. */
const ownedRouters: readonly Router[] = Object.values(nouns).flatMap(({ owned, path }) => (owned ? [path] : []));

/** The routers whose records have custom fields and tags. */
const recordRouters: readonly Router[] = Object.values(nouns).map(({ path }) => path);

/** The routers to refetch when a record of the platform module changes. */
const shownByOwn = {
  member: ["members", "teams", ...ownedRouters, "followUps", "events", "files"],
  team: ["teams", "members", "events"],
  calendar: ["calendars", "events"],
  customField: ["customFields", ...recordRouters, "imports", "search", "events"],
  optionList: ["optionLists", ...recordRouters, "imports", "search", "events"],
  tag: ["tags", ...recordRouters, "imports", "events"],
  savedView: ["views"],
  comment: ["comments"],
  bulkRun: ["bulkRuns"],
  workspace: ["tenants", "ending", "exports", "events"],
  plan: ["plans", "usage", "tenants", "events"],
  recordExport: ["recordExports"],
  import: ["imports", "jobs"],
  importMapping: ["imports", "events"],
  jobRun: ["jobs"],
  apiKey: ["apiKeys", "events"],
  connection: ["connections", "sync", "events"],
  syncObject: ["sync", "connections", "events"],
  billing: ["billing", "plans", "tenants", "events"],
  notification: ["notifications"],
  notificationPreference: ["notifications"],
  budget: ["budgets", "events"],
  budgetAlert: ["budgets", "usage"],
  supportAccess: ["support", "events"],
  supportSession: ["support", "events"],
  notificationMail: ["notificationMails", "members"],
} satisfies Record<Exclude<LiveEntity, HeadEntity>, readonly Router[]>;
const shownBy: Readonly<Record<string, readonly Router[]>> = { ...shownByHeads, ...shownByOwn };

/** The routers whose answers have comments. */
const commentRouters: readonly Router[] = ["comments", "events"];

/** The routers to refetch after a signal. One that names no record stands for changes of several kinds. */
const routersFor = ({ entity, id, event }: Signal): readonly Router[] => {
  if (id === null) return [...(shownBy[entity] ?? []), ...commentRouters];
  return isCommentEvent(event) ? commentRouters : (shownBy[entity] ?? []);
};

const gatherMs = 40;
const restMs = 300;
const workingMs = 100;
const longestWaitMs = 5_000;

/**
 * Refetches what signals name: at once for the first, then at most a few times a second. Waits while this tab writes or
 * its person drags something, and until running queries are done, which would otherwise be cancelled again and again.
 */
export class SignalFollower {
  readonly #stale = new Set<Router>();
  #all = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = Number.NEGATIVE_INFINITY;
  #since = 0;
  #answers: Promise<unknown> | undefined;

  constructor(
    private readonly client: QueryClient,
    /** This tab's own mark, by which it ignores its own changes. */
    private readonly origin: string,
    private readonly isEditing: () => boolean = () => false,
  ) {}

  receive(signals: readonly Signal[]): void {
    for (const signal of signals)
      if (signal.origin !== this.origin) for (const name of routersFor(signal)) this.#stale.add(name);
    if ((this.#all || this.#stale.size > 0) && this.#timer === undefined) {
      this.#since = performance.now();
      this.#later(Math.max(gatherMs, this.#asked + restMs - performance.now()));
    }
  }

  /** Signals may have been missed: everything on the screen is refetched. */
  catchUp(): void {
    this.#all = true;
    this.receive([]);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => this.#ask(), ms);
  }

  #ask(): void {
    // After a lost connection an answer may never come: then nothing is waited for.
    const asking = this.#answers !== undefined && !this.#all;
    const waits = (asking || this.client.isMutating() > 0) && performance.now() - this.#since < longestWaitMs;
    if (waits || this.isEditing()) {
      this.#later(workingMs);
      return;
    }
    this.#timer = undefined;
    this.#asked = performance.now();
    const [all, stale] = [this.#all, [...this.#stale]];
    this.#all = false;
    this.#stale.clear();
    const asked = all
      ? [this.client.invalidateQueries()]
      : stale.map((name) => this.client.invalidateQueries({ queryKey: [[name]] }));
    const answers = Promise.allSettled(asked).then(() => {
      if (this.#answers === answers) this.#answers = undefined;
    });
    this.#answers = answers;
  }
}
