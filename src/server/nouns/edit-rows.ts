import "server-only";
import { z } from "zod";
import { type Field, type Fields, inputName } from "@/lib/fields/field";
import { permissionFor } from "@/lib/nouns/all";
import { orList } from "@/lib/text";
import type { Ctx } from "../context.ts";
import { AppError, type FieldProblem } from "../errors.ts";
import { newId } from "../new-id.ts";
import { editMany, isAlone } from "./edit-many.ts";
import { editedRows, type ManyNoun, presented } from "./many.ts";
import type { AnyRecord, Crud, NounRuntime, Schema, Target, WithSheet } from "./noun-runtime.ts";

type Single = Pick<Crud<Fields, string>, "get" | "update" | "archive" | "restore" | "totals">;
type Row = Target & Readonly<Record<string, unknown>>;

/** The most rows that a sheet changes at once. */
const mostRows = 200;
/** The most rows with a place in a tree, links or formatted texts: each is written by itself, in the time of one transaction. */
const mostSingly = 50;

const once = (rows: readonly Target[]) => new Set(rows.map(({ id }) => id)).size === rows.length;

/** The operation that edits rows of a sheet, each in its own way, for nouns whose heads declare one. */
export function sheetOperations(runtime: NounRuntime, single: Single): WithSheet | object {
  const { module, noun } = runtime;
  const { head, entity } = noun;
  if (!head.sheet) return {};
  const many: ManyNoun = { ...single, runtime };
  const editRows = module.operation({
    kind: "mutation",
    permission: permissionFor(entity, "edit"),
    input: z.object({
      rows: z
        .array(noun.update)
        .min(1)
        .max(mostRows, `Change at most ${mostRows} rows at once.`)
        .refine((rows) => once(rows as unknown as readonly Target[]), "Each record can be in one row only."),
    }) as unknown as Schema<{ rows: Row[] }>,
    output: z.array(noun.record) as unknown as Schema<AnyRecord[]>,
    rest: { method: "POST", path: `/${head.path}/rows` },
    describe: `Changes fields of up to ${mostRows} ${head.many}, each in its own way: all of them or none. At most ${mostSingly} of the rows may set their place in a tree, links or a formatted text. If one cannot be changed, \`fields\` names each row and field with its reason, and nothing is changed.`,
    run: (ctx, { rows }) => changeRows(ctx, many, rows),
  });
  return { editRows: editRows as unknown as WithSheet["editRows"] };
}

/** Edits rows with few statements, and each of the others by itself; one refusal refuses all of them. */
async function changeRows(given: Ctx, many: ManyNoun, rows: readonly Row[]): Promise<AnyRecord[]> {
  const ctx = rows.length > 1 ? { ...given, batchId: given.batchId ?? newId() } : given;
  const ids = rows.map(({ id }) => id);
  const edits = rows.map(({ id, version, ...patch }) => ({ id, version, patch }));
  if (edits.filter(({ patch }) => !isAlone(many.runtime, patch)).length > mostSingly) throw tooManySingly(many);
  const written = await editMany(ctx, many, edits, await editedRows(ctx, many, ids));
  const refused = await editSingly(
    ctx,
    many,
    rows.map((row) => (written.has(row.id) ? null : row)),
  );
  const [first] = refused;
  if (first) throw refusalOf(refused, first, rows.length);
  ctx.outcome.unchanged = ctx.emitted.length === 0;
  const records = presented(ctx, many, await editedRows(ctx, many, ids));
  return ids.flatMap((id) => records.get(id) ?? []);
}

function tooManySingly({ runtime: { noun } }: ManyNoun): AppError {
  const fields = Object.entries<Field>(noun.fields).filter(
    ([name, field]) => !isAlone({ noun }, { [inputName(name, field)]: null }),
  );
  const names = orList(fields.map(([, { label }]) => label));
  return new AppError("VALIDATION", `Nothing was changed: change ${names} in at most ${mostSingly} rows at once.`);
}

interface Refused {
  index: number;
  error: AppError;
}

/** Edits the rows that are left, and returns those that are refused. */
async function editSingly(ctx: Ctx, { update }: ManyNoun, rows: readonly (Row | null)[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const [index, row] of rows.entries()) {
    if (!row) continue;
    try {
      await update(ctx, row as never);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ index, error });
    }
  }
  return refused;
}

/** One error for all refused rows: its code where they agree, and the fields by their rows. */
function refusalOf(refused: readonly Refused[], { error: first }: Refused, all: number): AppError {
  const code = refused.every(({ error }) => error.code === first.code) ? first.code : "VALIDATION";
  const fields = refused.flatMap(({ index, error }): FieldProblem[] => {
    const named = error.details?.fields ?? [];
    if (named.length === 0) return [{ path: `rows.${index}`, message: error.message }];
    return named.map(({ path, message }) => ({ path: `rows.${index}.${path}`, message }));
  });
  if (all === 1) return new AppError(code, first.message, { ...first.details, fields });
  return new AppError(code, `Nothing was changed: ${refused.length} of ${all} rows were refused. ${first.message}`, {
    fields,
  });
}
