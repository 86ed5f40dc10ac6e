import "server-only";
import type { Ctx } from "./context.ts";
import { invalid } from "./errors.ts";
import { processWide } from "./process-wide.ts";

/** A record as the API answers it. */
type Shown = Readonly<Record<string, unknown>>;

/** A kind of record that the API narrows to some fields, or adds to records that refer to it. */
export interface ShapedKind {
  entity: string;
  /** The names of its fields that the actor may read, in this workspace. */
  fields(ctx: Ctx): ReadonlySet<string>;
  /** The kinds of record that its references point to, by the names of those that the actor may read. */
  references(ctx: Ctx): ReadonlyMap<string, string>;
  /** Those of these records that the actor may see, as lists show them; none where the actor may see none of the kind. */
  load(ctx: Ctx, ids: readonly string[]): Promise<readonly Shown[]>;
}

const shapes = processWide<ReadonlyMap<string, ShapedKind>>("shapes of records");

/** Called by the registry when it is loaded. */
export function registerShapes(kinds: readonly ShapedKind[]): void {
  shapes.set(new Map(kinds.map((kind) => [kind.entity, kind])));
}

const kindOf = (entity: string | undefined): ShapedKind | undefined =>
  entity === undefined ? undefined : shapes.get()?.get(entity);

const mostIncluded = 5;
const mostSteps = 2;
const mostFields = 100;

/** The inputs of REST that shape the records of an answer, with their descriptions. */
export const shapeInputs = {
  fields: `The fields of each record that the answer has besides its id, separated by commas: \`name,owner,custom.region\`.`,
  include: `References whose records \`meta.included\` lists by their kind, separated by commas: \`owner,account.parent\`. Up to ${mostIncluded}, each with up to ${mostSteps} steps. Records that you may not see are left out.`,
} as const;
export type ShapeInput = keyof typeof shapeInputs;

/** Divides an input into what shapes the records of the answer, and the rest. */
export function dividedInput(input: Shown): { asked: Partial<Record<ShapeInput, unknown>>; rest: Shown } {
  const { fields, include, ...rest } = input;
  return { asked: { fields, include }, rest };
}

/** The body of an answer: one record or several, and what belongs to the answer as a whole. */
interface Body {
  data: unknown;
  meta: object;
}

/**
 * Checks how the records of an answer are to be shaped, before they are read, and returns what shapes them; null if they
 * stay as they are. VALIDATION names what is unknown, or may not be read.
 */
export function shapeOf(
  ctx: Ctx,
  entity: string,
  asked: Partial<Record<ShapeInput, unknown>>,
): ((body: Body) => Promise<Body>) | null {
  const kind = kindOf(entity);
  if (!kind) throw new Error(`The registry has not told how records of ${entity} are shaped.`);
  const fields = namesIn("fields", asked.fields, mostFields);
  const paths = namesIn("include", asked.include, mostIncluded).map((path) => path.split("."));
  const known = kind.fields(ctx);
  const unknown = fields.find((name) => !known.has(name));
  if (unknown !== undefined) throw invalid("fields", `There is no field ${unknown}, or you may not read it.`);
  for (const path of paths) requirePath(ctx, kind, path);
  if (fields.length === 0 && paths.length === 0) return null;
  return async ({ data, meta }) => {
    const records = (Array.isArray(data) ? data : [data]) as Shown[];
    const included = paths.length > 0 ? { included: await includedIn(ctx, kind, records, paths) } : {};
    const narrow = (record: Shown) => (fields.length > 0 ? narrowed(record, fields) : record);
    return { data: Array.isArray(data) ? records.map(narrow) : narrow(data as Shown), meta: { ...meta, ...included } };
  };
}

/** The names in a list with commas; VALIDATION for another value, an empty name, or too many. */
function namesIn(input: ShapeInput, value: unknown, most: number): string[] {
  if (value === undefined) return [];
  if (typeof value !== "string") throw invalid(input, "Give a text of names, separated by commas.");
  const names = [...new Set(value.split(",").map((name) => name.trim()))];
  if (names.some((name) => name === "")) throw invalid(input, "Give names, separated by commas.");
  if (names.length > most) throw invalid(input, `Give at most ${most} names.`);
  return names;
}

function requirePath(ctx: Ctx, kind: ShapedKind, path: readonly string[]): void {
  const whole = path.join(".");
  if (path.length > mostSteps) throw invalid("include", `${whole} has more than ${mostSteps} steps.`);
  let at: ShapedKind | undefined = kind;
  for (const step of path) {
    at = kindOf(at?.references(ctx).get(step));
    if (!at) throw invalid("include", `There is no reference ${whole} that can be included, or you may not read it.`);
  }
}

/** The records that references point to, each once, by their kinds: one statement for each step of each path. */
async function includedIn(
  ctx: Ctx,
  kind: ShapedKind,
  records: readonly Shown[],
  paths: readonly (readonly string[])[],
): Promise<Record<string, Shown[]>> {
  const found = new Map<string, Map<string, Shown>>();
  const steps = new Map<string, { kind: ShapedKind; records: readonly Shown[] }>([["", { kind, records }]]);
  for (const path of paths.toSorted((one, other) => one.length - other.length)) {
    let before = "";
    for (const step of path) {
      const from = steps.get(before);
      const to = kindOf(from?.kind.references(ctx).get(step));
      before = `${before}.${step}`;
      if (!from || !to || steps.has(before)) continue;
      const ids = [...new Set(from.records.flatMap((record) => idIn(record[step])))];
      const loaded = ids.length > 0 ? await to.load(ctx, ids) : [];
      steps.set(before, { kind: to, records: loaded });
      const ofKind = found.get(to.entity) ?? new Map<string, Shown>();
      for (const record of loaded) ofKind.set(String(record.id), record);
      found.set(to.entity, ofKind);
    }
  }
  return Object.fromEntries([...found].map(([entity, ofKind]) => [entity, [...ofKind.values()]]));
}

/** The id of a reference; none where it is empty, or its record is hidden. */
function idIn(reference: unknown): string[] {
  const { id } = Object(reference) as { id?: unknown };
  return typeof id === "string" ? [id] : [];
}

const custom = "custom.";

/** A record with its id and these fields alone. */
function narrowed(record: Shown, fields: readonly string[]): Shown {
  const own = fields.filter((name) => name in record);
  const added = fields.filter((name) => name.startsWith(custom)).map((name) => name.slice(custom.length));
  const values = Object(record.custom) as Shown;
  return {
    id: record.id,
    ...Object.fromEntries(own.map((name) => [name, record[name]])),
    ...(added.length > 0 && !own.includes("custom")
      ? { custom: Object.fromEntries(added.filter((key) => key in values).map((key) => [key, values[key]])) }
      : {}),
  };
}
