import "server-only";
import { flattenCustom, nestCustom } from "@/lib/fields/custom";
import { withSavepoint } from "@/server/db/savepoint";
import { AppError } from "@/server/errors";
import { editMany } from "@/server/nouns/edit-many";
import { editedRows } from "@/server/nouns/many";
import type { AnyRecord } from "@/server/nouns/noun-runtime";
import type { Value } from "@/server/sync/object";
import { type DryRun, withoutDry } from "./dry-run";
import type { ActivePair, Work } from "./work";

/** A value to write on our side. */
export interface Written {
  pair: ActivePair;
  value: Value;
}

export interface OurEdit {
  record: AnyRecord;
  values: readonly Written[];
}

/** Why values were refused, by field; the others were written. */
export type Refused = ReadonlyMap<string, string>;

/** The input that sets these values together; several of them can be custom fields. */
const patchOf = (values: readonly Written[], dry: DryRun | null, record?: AnyRecord): Record<string, unknown> =>
  nestCustom(
    withoutDry(Object.assign({}, ...values.map(({ pair, value }) => flattenCustom(pair.patch(value, record)))), dry),
  );

const isPlain = ({ pair }: Written): boolean => pair.act === undefined;

/**
 * Writes values of records there on ours, with the checks, rules and events of edits: those that a few statements can make
 * together at once, each other record on its own. A refused value keeps the others of its record from nothing.
 */
export async function editOurs(
  work: Work,
  edits: readonly OurEdit[],
  dry: DryRun | null,
): Promise<ReadonlyMap<string, Refused>> {
  const { ctx, many } = work;
  const plain = edits.flatMap(({ record, values }) => {
    const patch = patchOf(values.filter(isPlain), dry, record);
    return values.every(isPlain) && Object.keys(patch).length > 0
      ? [{ id: record.id, version: record.version, patch }]
      : [];
  });
  const together = await editTogether(work, plain);
  const refused = new Map<string, Refused>();
  for (const edit of edits) {
    if (together.has(edit.record.id)) continue;
    const version = { now: edit.record.version };
    const words = await editPlain(work, edit, { dry, version });
    for (const { pair, value } of edit.values.filter((one) => !isPlain(one))) {
      const target = { id: edit.record.id, version: version.now };
      try {
        const done = await withSavepoint(ctx, async () => await pair.act?.(ctx, target, value));
        version.now = done?.version ?? version.now;
      } catch (error) {
        words.set(pair.field, refusalOf(error));
      }
    }
    if (words.size > 0) refused.set(edit.record.id, words);
  }
  return refused;

  async function editTogether({ ctx }: Work, given: Parameters<typeof editMany>[2]): Promise<ReadonlySet<string>> {
    if (given.length < 2) return new Set();
    try {
      const rows = await editedRows(
        ctx,
        many,
        given.map(({ id }) => id),
      );
      return await withSavepoint(ctx, async () => new Set((await editMany(ctx, many, given, rows)).keys()));
    } catch (error) {
      refusalOf(error);
      return new Set();
    }
  }
}

/** Edits one record without those of its values that are refused; answers their reasons. */
async function editPlain(
  { ctx, many }: Work,
  { record, values }: OurEdit,
  { dry, version }: { dry: DryRun | null; version: { now: number } },
): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (let left = values.filter(isPlain); left.length > 0; ) {
    const patch = patchOf(left, dry, record);
    if (Object.keys(patch).length === 0) break;
    try {
      const done = await withSavepoint(ctx, () => many.update(ctx, { id: record.id, version: version.now, ...patch }));
      version.now = done.version;
      break;
    } catch (error) {
      const words = refusalOf(error);
      const named = namedIn(error, left);
      for (const { pair } of named) refused.set(pair.field, words);
      left = left.filter((one) => !named.includes(one));
    }
  }
  return refused;
}

/** Creates a record with these values; answers the record, or why there is none, with the field where it is known. */
export async function createOurs(
  { ctx, many }: Work,
  values: readonly Written[],
  { more, dry }: { more: Readonly<Record<string, unknown>>; dry: DryRun | null },
): Promise<{ record: AnyRecord } | { refused: string; field: string | null }> {
  const filled = values.filter(({ value }) => value !== null);
  try {
    // The sync has matched its records before, and asks about several that fit in its own way.
    const input = { ...more, ...patchOf(filled, dry), allowDuplicate: true };
    return { record: await withSavepoint(ctx, () => many.create(ctx, input as never)) };
  } catch (error) {
    const refused = refusalOf(error);
    const named = namedIn(error, filled);
    return { refused, field: named.length === 1 ? (named[0]?.pair.field ?? null) : null };
  }
}

/** The words of a refusal. Anything else ends the page: so does a limit of the plan, which no other record passes. */
function refusalOf(error: unknown): string {
  if (
    !(error instanceof AppError) ||
    error.code === "LIMIT_REACHED" ||
    error.code === "INTERNAL" ||
    error.code === "UNAVAILABLE"
  )
    throw error;
  return error.details?.fields?.[0]?.message ?? error.message;
}

/** The values that a refusal names; all of them where it names none. */
function namedIn(error: unknown, values: readonly Written[]): readonly Written[] {
  const { details } = error as AppError;
  const paths = [...(details?.fields ?? []).map(({ path }) => path), String(details?.field ?? "")];
  const isIn = (path: string, name: string) => path === name || path.startsWith(`${name}.`);
  const named = values.filter(({ pair, value }) =>
    Object.keys(flattenCustom(pair.patch(value))).some((name) => paths.some((path) => isIn(path, name))),
  );
  return named.length > 0 ? named : values;
}
