import type { FieldPair, ObjectDeclaration, Value } from "@/server/sync/object";
import type { Provider, ProviderClient, RemoteWrite, WriteAnswer } from "@/server/sync/provider";
import type { Props, Snapshot } from "@/server/sync/snapshot";

/** A CRM in memory with the manners of real ones: it changes values, its lists lag behind, and its times are coarse. */
export interface Manners {
  /** How it keeps a value of a property. */
  keeps: Readonly<Record<string, (value: string) => string>>;
  /** Lists show records as they were up to so many acts ago. */
  lag: number;
  /** Times have this resolution in milliseconds. */
  resolutionMs: number;
  /** Lists begin so much before the place that they are asked for. */
  overlap: number;
  /** It says who wrote a property. */
  saysWriter: boolean;
}

interface State {
  version: number;
  act: number;
  props: Props;
  archived: boolean;
}
interface Entry {
  id: string;
  key: string | null;
  states: State[];
  writers: Record<string, { by: "us" | "person"; value: string | null; at: number }[]>;
}

export class SimulatedCrm {
  readonly entries = new Map<string, Entry>();
  /** Calls of `write` with at least one record. */
  writes = 0;
  #act = 0;
  #id = 0;
  #time = Date.now();

  constructor(readonly manners: Manners) {}

  /** Time goes on with each act. */
  #tick(): number {
    this.#act += 1;
    this.#time += 1_000;
    return this.#time;
  }

  /** Properties as it keeps them. */
  kept(props: Props): Props {
    const { keeps } = this.manners;
    return Object.fromEntries(
      Object.entries(props).map(([name, value]) => [
        name,
        value === null ? null : (keeps[name]?.(value) ?? value) || null,
      ]),
    );
  }

  #put(entry: Entry, props: Props, by: "us" | "person"): void {
    const at = this.#tick();
    const kept = this.kept(props);
    const before = entry.states.at(-1)?.props ?? {};
    for (const [name, value] of Object.entries(kept)) {
      entry.writers[name] ??= [];
      entry.writers[name].push({ by, value, at });
    }
    entry.states.push({ version: at, act: this.#act, props: { ...before, ...kept }, archived: false });
  }

  create(props: Props, by: "us" | "person" = "person", key: string | null = null): string {
    this.#id += 1;
    const entry: Entry = { id: String(this.#id), key, states: [], writers: {} };
    this.entries.set(entry.id, entry);
    this.#put(entry, props, by);
    return entry.id;
  }

  edit(id: string, props: Props): void {
    const entry = this.entries.get(id);
    if (entry) this.#put(entry, props, "person");
  }

  archive(id: string): void {
    const entry = this.entries.get(id);
    const last = entry?.states.at(-1);
    if (entry && last) entry.states.push({ ...last, version: this.#tick(), act: this.#act, archived: true });
  }

  now(id: string): State | undefined {
    return this.entries.get(id)?.states.at(-1);
  }

  /** Whether values that are meant stood there by our own writes alone. */
  isOnlyOurs(id: string, name: string, isMeant: (value: string | null) => boolean): boolean {
    const same = (this.entries.get(id)?.writers[name] ?? []).filter(({ value }) => isMeant(value));
    return same.length > 0 && same.every(({ by }) => by === "us");
  }

  #version = (at: number) =>
    new Date(Math.floor(at / this.manners.resolutionMs) * this.manners.resolutionMs).toISOString();

  #snapshot(entry: Entry, state: State, withWriters: boolean): Snapshot {
    const written = Object.fromEntries(
      Object.entries(entry.writers).flatMap(([name, list]) => {
        const last = list.at(-1);
        return last ? [[name, { at: new Date(last.at).toISOString(), isOurs: last.by === "us", writer: last.by }]] : [];
      }),
    );
    return {
      id: entry.id,
      version: this.#version(state.version),
      props: state.props,
      archived: state.archived,
      ...(withWriters && this.manners.saysWriter ? { written } : {}),
    };
  }

  /** A record as a list shows it: perhaps not yet its last state. */
  #listed(entry: Entry): State | undefined {
    return entry.states.findLast(({ act }) => act <= this.#act - this.manners.lag) ?? undefined;
  }

  client(): ProviderClient {
    return {
      changes: async (_remote, cursor) => {
        const since = cursor === null ? 0 : Number(cursor) - this.manners.overlap * 1_000;
        const snapshots = [...this.entries.values()].flatMap((entry) => {
          const state = this.#listed(entry);
          return state && state.version >= since ? [this.#snapshot(entry, state, false)] : [];
        });
        return { snapshots, cursor: String(this.#time), done: true, total: snapshots.length };
      },
      byIds: async (_remote, ids) =>
        ids.flatMap((id) => {
          const entry = this.entries.get(id);
          const state = entry?.states.at(-1);
          return entry && state && !state.archived ? [this.#snapshot(entry, state, true)] : [];
        }),
      byKeys: async (_remote, keys) =>
        [...this.entries.values()].flatMap((entry) => {
          const state = entry.states.at(-1);
          const isKnown = entry.key !== null && keys.includes(entry.key) && state && !state.archived;
          return isKnown ? [{ key: entry.key ?? "", snapshot: this.#snapshot(entry, state, true) }] : [];
        }),
      ids: async () => ({ records: [], next: null }),
      find: async () => [],
      write: async (_remote, writes) => {
        this.writes += writes.length;
        return writes.map((one) => this.#write(one));
      },
      archive: async (_remote, ids) => {
        for (const id of ids) this.archive(id);
      },
      describe: async () => [],
      people: async () => [],
    };
  }

  #write({ key, id, props }: RemoteWrite): WriteAnswer {
    const known = id === null ? [...this.entries.values()].find((one) => one.key === key)?.id : id;
    const entry = this.entries.get(known ?? this.create({}, "us", key));
    if (!entry || entry.states.at(-1)?.archived) return { key, state: "missing" };
    this.#put(entry, props, "us");
    const state = entry.states.at(-1) as State;
    return { key, state: "written", snapshot: this.#snapshot(entry, state, true) };
  }
}

/** A pair of a text or a number of ours with one property. */
export function plainPair(
  field: string,
  remote: string,
  asKept?: (value: string) => string,
  isNumber = false,
): FieldPair {
  return {
    field,
    label: field,
    remote: [remote],
    note: "Exact",
    directions: ["in", "out", "both"],
    read: (record) => (Reflect.get(record, field) ?? null) as Value,
    toTheirs: (value) => ({ props: { [remote]: value === null ? null : String(value) } }),
    toOurs: (props) => {
      const text = props[remote] || null;
      return { value: text !== null && isNumber ? Number(text) : text };
    },
    patch: (value) => ({ [field]: value }),
    ...(asKept ? { asKept: (props) => ({ [remote]: props[remote] ? asKept(props[remote]) : null }) } : {}),
  };
}

/** The provider of a simulated CRM; only its declaration counts, since tests hand over the client. */
export const simulatedProvider = (key: string, objects: readonly ObjectDeclaration[]): Provider => ({
  key,
  label: "Test CRM",
  licence: "integration-hubspot",
  purpose: "For tests",
  group: "CRM",
  objects,
  pace: { requests: 1_000, windowMs: 1_000 },
  isAvailable: () => true,
  consentUrl: () => "",
  exchange: async () => {
    throw new Error("Nobody connects this one.");
  },
  refresh: async () => {
    throw new Error("It has no tokens.");
  },
  revoke: async () => undefined,
  client: async () => {
    throw new Error("Tests hand over the client.");
  },
  allowance: () => ({ dayLimit: null, dayLeft: null }),
  hints: () => null,
});
