import "server-only";
import { Prisma } from "@/server/db/generated/client";
import { insertSet, type SetColumn } from "@/server/db/row-sets";
import { newId } from "@/server/new-id";
import { nextTry } from "../rules";
import type { Work } from "./work";

/** Something that waits for a person. */
export interface Problem {
  recordId: string | null;
  externalId: string | null;
  field: string | null;
  code: string;
  words: string;
  answer?: string;
  ours?: unknown;
  theirs?: unknown;
  /** Shared by problems that one fix solves: an option, a stage. */
  cause?: string;
}

const refusals = new Set(["refusedHere", "refusedThere", "keepsChanging", "unreadable", "tooLong"]);

/** The counts of problems: one record may have several. */
export const countsOf = (problems: readonly Problem[]): { problems: number; refused: number } => {
  const refused = problems.filter(({ code }) => refusals.has(code));
  const records = new Set(refused.map((one) => keyOf({ ...one, field: null })));
  return { problems: problems.length, refused: records.size };
};

/** A problem is there once for each record and field. */
export const keyOf = ({ recordId, externalId, field }: Pick<Problem, "recordId" | "externalId" | "field">): string =>
  `${recordId ?? `there ${externalId}`} ${field ?? ""}`;

interface Stored {
  key: string;
  code: string;
  state: string;
  ours: unknown;
  theirs: unknown;
  nextTryAt: Date | null;
}
export type Problems = ReadonlyMap<string, Stored>;

/** The problems of these records, by their keys. */
export async function problemsOf(
  { ctx, object }: Work,
  { recordIds, externalIds }: { recordIds: readonly string[]; externalIds: readonly string[] },
): Promise<Problems> {
  if (recordIds.length + externalIds.length === 0) return new Map();
  const rows = await ctx.db.syncProblem.findMany({
    where: {
      objectId: object.id,
      OR: [{ recordId: { in: [...recordIds] } }, { recordId: null, externalId: { in: [...externalIds] } }],
    },
    select: { key: true, code: true, state: true, ours: true, theirs: true, nextTryAt: true },
  });
  return new Map(rows.map((row) => [row.key, row]));
}

interface Row extends Problem {
  id: string;
  key: string;
  attempts: number;
  nextTryAt: Date | null;
}

/** Notes problems; of one that is there already it is a further attempt, and the next one comes later. */
export async function noteProblems(work: Work, problems: readonly Problem[], now: Date): Promise<void> {
  if (problems.length === 0) return;
  const { ctx, object } = work;
  const byKey = new Map(problems.map((one) => [keyOf(one), one]));
  const known = await ctx.db.syncProblem.findMany({
    where: { objectId: object.id, key: { in: [...byKey.keys()] } },
    select: { key: true, attempts: true },
  });
  const tried = new Map(known.map(({ key, attempts }) => [key, attempts]));
  const rows = [...byKey].map(([key, one]): Row => {
    const attempts = (tried.get(key) ?? 0) + 1;
    return { ...one, id: newId(), key, attempts, nextTryAt: nextTry(attempts, now) };
  });
  await insertSet(ctx, "sync_problems", columns(object.id, now), rows, again);
}

const again = Prisma.sql`on conflict (tenant_id, object_id, key) do update set external_id = excluded.external_id,
  code = excluded.code, words = excluded.words, answer = excluded.answer, ours = excluded.ours, theirs = excluded.theirs,
  cause = excluded.cause, attempts = excluded.attempts, next_try_at = excluded.next_try_at, updated_at = excluded.updated_at`;

const columns = (objectId: string, now: Date): SetColumn<Row>[] => [
  { column: "id", type: "uuid", value: ({ id }) => id },
  { column: "object_id", type: "uuid", value: () => objectId },
  { column: "key", type: "text", value: ({ key }) => key },
  { column: "record_id", type: "uuid", value: ({ recordId }) => recordId },
  { column: "external_id", type: "text", value: ({ externalId }) => externalId },
  { column: "field", type: "text", value: ({ field }) => field },
  { column: "code", type: "text", value: ({ code }) => code },
  { column: "words", type: "text", value: ({ words }) => words },
  { column: "answer", type: "text", value: ({ answer }) => answer ?? null },
  { column: "ours", type: "jsonb", value: ({ ours }) => ours ?? null },
  { column: "theirs", type: "jsonb", value: ({ theirs }) => theirs ?? null },
  { column: "cause", type: "text", value: ({ cause }) => cause ?? "" },
  { column: "attempts", type: "int", value: ({ attempts }) => attempts },
  { column: "next_try_at", type: "timestamptz", value: ({ nextTryAt }) => nextTryAt },
  { column: "updated_at", type: "timestamptz", value: () => now },
];

/** Removes problems that are over. */
export async function solveProblems({ ctx, object }: Work, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await ctx.db.syncProblem.deleteMany({ where: { objectId: object.id, key: { in: [...keys] } } });
}

/** Lets values try again that wait for one of these records to be linked. */
export async function wakeWaiting(
  { ctx, object, connectionId }: Work,
  links: readonly { recordId: string; externalId: string | null }[],
  now: Date,
): Promise<void> {
  if (links.length === 0) return;
  const causes = links.flatMap(({ recordId, externalId }) => [
    `${object.entity} ${recordId}`,
    `${object.entity} ${externalId}`,
  ]);
  await ctx.db.syncProblem.updateMany({
    where: { object: { connectionId }, code: "targetNotLinked", cause: { in: causes } },
    data: { nextTryAt: now },
  });
}
