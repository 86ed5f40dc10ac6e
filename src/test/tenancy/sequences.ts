import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Ctx } from "@/server/context";
import type { AnyTenantOperation } from "@/server/operation";
import { newMark } from "../new-mark";
import { entityOf, sampleInput } from "../sample-input";

export type Whose = "own" | "foreign" | "unknown";

/** One act in a sequence: the operation, the owner of its rows, and its optional fields. */
export interface Act {
  operation: number;
  whose: Whose[];
  pick: number;
  optional: boolean;
  leaveOut: number;
}
export type Fault = "none" | "kill" | "timeout" | "sqlError" | "rollback" | "badInput";

const act = fc.record({
  operation: fc.nat(),
  whose: fc.array(fc.constantFrom<Whose>("own", "own", "foreign", "unknown"), { minLength: 4, maxLength: 4 }),
  pick: fc.nat(),
  optional: fc.boolean(),
  leaveOut: fc.nat(),
});
const fault = fc.oneof(
  { weight: 40, arbitrary: fc.constant<Fault>("none") },
  { weight: 8, arbitrary: fc.constantFrom<Fault>("timeout", "sqlError", "rollback", "badInput") },
  { weight: 2, arbitrary: fc.constant<Fault>("kill") },
);

/** A sequence: steps in which A and B act at the same moment, with a fault between them. */
export const sequence = fc.array(fc.record({ a: act, b: act, fault }), { minLength: 1, maxLength: 3 });

/** Rows that an actor may name: ids by entity, the newest last, and the last seen versions. */
export class KnownRows {
  readonly ids: Record<string, string[]> = {};
  readonly versions = new Map<string, number>();

  constructor(first: Record<string, string>) {
    for (const [entity, id] of Object.entries(first)) this.ids[entity] = [id];
  }

  one(entity: string, pick: number): string | undefined {
    const known = this.ids[entity] ?? [];
    return known[pick % known.length];
  }

  /** Remembers an operation's result, so that later acts can use it. */
  learn(entity: string | undefined, result: unknown): void {
    if (!entity || !result || typeof result !== "object" || !("id" in result)) return;
    const { id, version } = result as { id: string; version?: number };
    this.ids[entity] ??= [];
    if (!this.ids[entity].includes(id)) this.ids[entity].push(id);
    if (version) this.versions.set(id, version);
  }
}

export interface Given {
  input: unknown;
  /** Number of ids of each kind in the input. */
  used: Record<Whose, number>;
}

/** The input of an act: ids of the asked kind, `marker` in each text, optional fields at random. */
export function inputOf(
  operation: AnyTenantOperation,
  act: Act,
  own: KnownRows,
  foreign: KnownRows,
  marker: string,
): Given {
  const used: Record<Whose, number> = { own: 0, foreign: 0, unknown: 0 };
  let position = 0;
  const raw = sampleInput(operation, {
    optional: act.optional,
    idOf(field, of) {
      const entity = entityOf(field, of) ?? "";
      const whose = act.whose[position++ % act.whose.length] ?? "own";
      const id = whose === "unknown" ? undefined : (whose === "own" ? own : foreign).one(entity, act.pick);
      used[id ? whose : "unknown"]++;
      return id ?? randomUUID();
    },
  }) as Record<string, unknown>;
  const left = Object.entries(raw).filter(([name], index) => {
    if ((act.leaveOut >> (index % 16)) % 2 === 0) return true;
    return !operation.input.safeParse(Object.fromEntries(Object.entries(raw).filter(([key]) => key !== name))).success;
  });
  const input = marked(Object.fromEntries(left), marker) as Record<string, unknown>;
  const version = own.versions.get(String(input.id));
  if (version && "version" in input) input.version = version;
  return { input, used };
}

function marked(value: unknown, marker: string): unknown {
  if (value === "Sample") return `${marker} ${newMark()}`;
  if (Array.isArray(value)) return value.map((entry) => marked(entry, marker));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, marked(entry, marker)]));
}

/** Whether an act of B is known to be harmless: it reads, or none of its ids is its own. */
export const isAttempt = (operation: AnyTenantOperation, { used }: Given): boolean =>
  operation.kind === "query" || (used.own === 0 && used.foreign + used.unknown > 0 && Boolean(operation.on));

export type Callable = (ctx: Ctx, input: unknown) => Promise<unknown>;
