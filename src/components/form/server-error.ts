import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { NotLoaded } from "@/components/ui/lazy-code";

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
/** The message where code of the page could not be loaded. Both causes look the same to the browser. */
const notLoaded =
  "This page is from an earlier version of Throughline, or your connection is broken. Reload the page and try again.";

type Known = Readonly<Record<string, unknown>>;
// Plain checks: every page loads them, and a library of schemas would weigh more than the page's own code.
const isObject = (value: unknown): value is Known => typeof value === "object" && value !== null;
const isFault = (value: unknown): value is ServerError["fields"][number] =>
  isObject(value) && typeof value.path === "string" && typeof value.message === "string";

/** The code, message and details in an error, where they are; tRPC's client has our part in `data.app`. */
function partsIn(error: unknown): { code: string; message: string; details: Known } | null {
  if (!isObject(error)) return null;
  const { data, message } = error;
  const { code, details } = isObject(data) && isObject(data.app) ? data.app : error;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return { code, message, details: isObject(details) ? details : {} };
}

const plain = (code: string, message: string): ServerError => ({
  code,
  message,
  fields: [],
  reference: undefined,
  details: {},
});

/** Reads the code, message and details of a failed call, in whatever shape it was thrown. */
export function readServerError(error: unknown): ServerError {
  const known = partsIn(error);
  if (error instanceof NotLoaded) return plain("NOT_LOADED", notLoaded);
  if (!known) return plain("UNREACHABLE", notReached);
  const { fields, reference } = known.details;
  return {
    ...known,
    fields: Array.isArray(fields) ? fields.filter(isFault) : [],
    reference: typeof reference === "string" ? reference : undefined,
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
