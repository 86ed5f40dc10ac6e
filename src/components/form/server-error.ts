import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { z } from "zod";

const details = z.looseObject({
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  reference: z.string().optional(),
});
const plain = z.object({ code: z.string(), message: z.string(), details: details.nullish() });
/** The shape of errors that tRPC's client throws: our part is `data.app`. */
const transported = z.object({
  message: z.string(),
  data: z.object({ app: z.object({ code: z.string(), details: details.nullish() }).nullable() }),
});

export type ServerError = {
  code: string;
  message: string;
  fields: readonly { path: string; message: string }[];
  reference: string | undefined;
  /** Additional data, such as the current state of a record with CONFLICT. */
  details: Readonly<Record<string, unknown>>;
};

/** The message for an unanswered query; an unanswered write has its own (`trpc/link.ts`). */
export const notReached = "The server could not be reached. Check your connection and try again.";

/** Reads the code, message and details of a failed call, in whatever shape it was thrown. */
export function readServerError(error: unknown): ServerError {
  const wrapped = transported.safeParse(error);
  const app = wrapped.success ? { ...wrapped.data.data.app, message: wrapped.data.message } : error;
  const known = plain.safeParse(app);
  if (known.success) {
    const { code, message } = known.data;
    return {
      code,
      message,
      fields: known.data.details?.fields ?? [],
      reference: known.data.details?.reference,
      details: known.data.details ?? {},
    };
  }
  return {
    code: "UNREACHABLE",
    message: notReached,
    fields: [],
    reference: undefined,
    details: {},
  };
}

function has(values: unknown, path: string): boolean {
  let at = values;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

/** Shows an error on the fields that it names and focuses the first; other errors go above the form. */
export function applyServerError<I extends FieldValues, C, O>(form: UseFormReturn<I, C, O>, error: unknown): void {
  const refusal = readServerError(error);
  const values = form.getValues();
  const own = refusal.fields.filter((field) => has(values, field.path));
  own.forEach((field, place) => {
    form.setError(field.path as FieldPath<I>, { type: "server", message: field.message }, { shouldFocus: place === 0 });
  });
  if (own.length === 0 || own.length < refusal.fields.length) {
    const reference = refusal.reference ? ` Reference ${refusal.reference}.` : "";
    form.setError("root.server", { type: refusal.code, message: `${refusal.message}${reference}` });
  }
}
