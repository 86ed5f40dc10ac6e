import { median } from "../figure";
import type { Stage } from "../stage";
import { callerHeaders, queryUrl } from "./ask";

/** The duration or the number of requests. */
type Extent = { seconds: number } | { requests: number };
/**
 * One address, requested repeatedly by some connections at once. `also` has the headers of further callers, who share
 * the connections: the app lets one caller have few requests at once.
 */
export type Load = {
  url: string;
  headers: Record<string, string>;
  also?: readonly Record<string, string>[];
  connections: number;
} & Extent;
export type Target = Pick<Load, "url" | "headers" | "also">;
/** How addresses take turns under load. */
export type Turns = { connections: number; rounds: number } & Extent;

/** Requests per second, and milliseconds; `failures` are answers other than 200. */
export type LoadResult = { perSecond: number; p50: number; p95: number; failures: number };

/** Puts load on one address. Throws when a response was not 200: a fast refusal must not count as speed. */
export async function load(stage: Stage, options: Load): Promise<LoadResult> {
  const child = stage.start(["--import", "tsx", "bench/cannon.ts", JSON.stringify(options)], {});
  const { code, output } = await child.ended;
  if (code !== 0) throw new Error(`The load on ${options.url} broke off:\n${output}`);
  const result = JSON.parse(output.trim().split("\n").at(-1) ?? "") as LoadResult;
  if (result.failures > 0) throw new Error(`${result.failures} answers of ${options.url} were not 200.`);
  return result;
}

/**
 * The same load on several addresses in turns, so that a busy minute of the machine affects all. Returns the median
 * of the rounds. Seconds warm each address up first; a number of requests does not.
 */
export async function sideBySide<Name extends string>(
  stage: Stage,
  targets: Record<Name, Target>,
  { rounds, ...turn }: Turns,
): Promise<Record<Name, LoadResult>> {
  const names = Object.keys(targets) as Name[];
  const results = new Map<Name, LoadResult[]>(names.map((name) => [name, []]));
  if ("seconds" in turn) for (const name of names) await load(stage, { ...targets[name], ...turn, seconds: 2 });
  for (let round = 0; round < rounds; round++)
    for (const name of names) results.get(name)?.push(await load(stage, { ...targets[name], ...turn }));
  const middle = (name: Name): LoadResult => {
    const all = results.get(name) ?? [];
    const of = (key: keyof LoadResult) => median(all.map((result) => result[key]));
    return { perSecond: of("perSecond"), p50: of("p50"), p95: of("p95"), failures: 0 };
  };
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as Record<Name, LoadResult>;
}

/** Milliseconds of single requests, one address after the other: for a difference that load would hide. */
export async function inTurns<Name extends string>(
  targets: Record<Name, Target>,
  times: number,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(targets) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = -20; turn < times; turn++) {
    for (const name of names) {
      const { url, headers } = targets[name];
      const started = performance.now();
      const response = await fetch(url, { headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
      // The first ones plan and warm up.
      if (turn >= 0) taken[name].push(performance.now() - started);
    }
  }
  return taken;
}

/** A tRPC query as the browser sends it. */
export function trpcTarget(stage: Stage, procedure: string, input: unknown): Target {
  return { url: queryUrl(stage, procedure, input), headers: callerHeaders(stage) };
}

/** Baseline N: a route handler that answers a constant, in the same build. */
export function emptyTarget(stage: Stage): Target {
  return { url: `${stage.app.url}/api/health`, headers: {} };
}
