import { setTimeout as pause } from "node:timers/promises";
import type { BulkChange, BulkSelection } from "@/lib/bulk-changes";
import type { BulkRun } from "@/modules/platform/data/bulk-runs/schema";
import { type Figure, judge, rounded } from "../figure";
import { ask, tell } from "../load/ask";
import { load, trpcTarget } from "../load/load";
import type { Stage } from "../stage";

const POLL_MS = 100;
const LONGEST_MS = 15 * 60_000;
const MUST = 0.15;
const STRETCH = 0.3;

/** The change of two fields; no account has these values before. */
const changes = [
  { type: "set", field: "website", value: "https://many.example" },
  { type: "set", field: "type", value: "competitor" },
] as const satisfies readonly BulkChange[];

/** At most some 100,000 accounts: all of a small workspace, those of one industry in a large one. */
const selectionOf = ({ scale }: Stage): BulkSelection => ({
  all: scale.accounts > 100_000 ? { conditions: [{ field: "industry", op: "anyOf", value: ["software"] }] } : {},
});

/**
 * P29: a change of two fields of many accounts, a run for each, and their undo, compared with a raw UPDATE for each field that
 * also inserts an event for each account; and the effect on other requests. All values are as before in the end.
 */
export async function bulkFigures(stage: Stage): Promise<Figure[]> {
  const others = { ...trpcTarget(stage, "opportunities.list", {}), connections: 2 };
  await load(stage, { ...others, seconds: 2 });
  const idle = await load(stage, { ...others, seconds: 5 });
  const raw = await rawRows(stage);
  const runs: Ended[] = [];
  for (const change of changes) runs.push(await changeAll(stage, change));
  const undone: Ended[] = [];
  for (const { run } of runs.toReversed()) undone.push(await undo(stage, run));
  const seconds = Math.max(3, Math.ceil(runs[0]?.seconds ?? 0));
  const [busy, again] = await Promise.all([load(stage, { ...others, seconds }), changeAll(stage, changes[0])]);
  await undo(stage, again.run);
  const note = `${raw.rows} accounts; baseline is an UPDATE with its INSERT of events for each field, ${rounded(raw.seconds)} s`;
  return [
    rateOf("change of two fields of many accounts, a run for each", runs, raw, note),
    rateOf("undo of both changes", undone, raw, note),
    judge({
      id: "P29",
      name: "others during a change of many, p95 of opportunities.list",
      value: busy.p95,
      unit: "ms",
      baseline: idle.p95,
      note: "c=2; baseline without a change",
      bar: { of: "ratio", is: "at most", must: 2, stretch: 1.3 },
    }),
  ];
}

interface Ended {
  run: BulkRun;
  seconds: number;
}

interface Raw {
  rows: number;
  seconds: number;
}

function rateOf(name: string, ended: readonly Ended[], raw: Raw, note: string): Figure {
  const seconds = ended.reduce((sum, one) => sum + one.seconds, 0);
  const each = ended.map((one) => `${rounded(one.seconds)} s`).join(" and ");
  return judge({
    id: "P29",
    name,
    value: raw.rows / seconds,
    unit: "rows/s",
    baseline: raw.rows / raw.seconds,
    note: `${each} for ${note}`,
    bar: { of: "ratio", is: "at least", must: MUST, stretch: STRETCH },
  });
}

/** The same in SQL, with the triggers of the table, as superuser; nothing of it stays. */
async function rawRows({ superuser, person, scale }: Stage): Promise<Raw> {
  const some = scale.accounts > 100_000 ? "and industry = 'software'" : "";
  await superuser.query("begin");
  try {
    await superuser.query("select set_config('app.tenant_id', $1, true)", [person.tenantId]);
    const started = performance.now();
    let rows = 0;
    for (const { field, value } of changes) {
      const { rowCount } = await superuser.query(
        `with written as (
           update accounts set ${field} = $2, version = version + 1, updated_at = now()
           where tenant_id = $1 and archived_at is null ${some} returning id, version
         )
         insert into events (id, tenant_id, name, entity, entity_id, entity_version, actor, before, after, data, origin, request_id)
         select uuidv7(), $1, 'account.updated', 'account', id, version, '{"type": "system"}',
           jsonb_build_object('${field}', null), jsonb_build_object('${field}', $2::text), '{}', 'web', 'bench' from written`,
        [person.tenantId, value],
      );
      rows = rowCount ?? 0;
    }
    await superuser.query("set constraints all immediate");
    return { rows, seconds: (performance.now() - started) / 1000 };
  } finally {
    await superuser.query("rollback");
  }
}

async function changeAll(stage: Stage, change: BulkChange): Promise<Ended> {
  const started = performance.now();
  const given = { noun: "account", selection: selectionOf(stage), change };
  const run = await ended(stage, await tell<BulkRun>(stage, "bulkRuns.start", given), "done");
  if (run.changed < run.total) throw new Error(`Of ${run.total} accounts ${run.changed} were changed.`);
  return { run, seconds: (performance.now() - started) / 1000 };
}

async function undo(stage: Stage, { id, changed }: BulkRun): Promise<Ended> {
  const started = performance.now();
  const run = await ended(stage, await tell<BulkRun>(stage, "bulkRuns.undo", { id }), "undone");
  if (run.undone < changed) throw new Error(`Of ${changed} accounts ${run.undone} were as before.`);
  return { run, seconds: (performance.now() - started) / 1000 };
}

/** Waits for the job of a run. */
async function ended(stage: Stage, begun: BulkRun, status: BulkRun["status"]): Promise<BulkRun> {
  const deadline = Date.now() + LONGEST_MS;
  for (let run = begun; Date.now() < deadline; await pause(POLL_MS)) {
    if (run.status === status) return run;
    if (run.status === "failed" || run.status === "cancelled")
      throw new Error(`The change ${run.status}: ${run.failure ?? ""}`);
    run = await ask<BulkRun>(stage, "bulkRuns.get", { id: begun.id });
  }
  throw new Error(`The change was not ${status} within ${LONGEST_MS / 60_000} minutes.`);
}
