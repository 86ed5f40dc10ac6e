import { readServerError } from "@/components/form/server-error";
import type { RichDoc } from "@/lib/rich-text/rich-text";

/** The state of a text that somebody else saved meanwhile. */
export interface OtherText {
  doc: RichDoc | null;
  /** Of its record: a save that knows it overwrites nothing unseen. */
  version: number;
}

/** The present text of a field in a save that was refused since the record was changed; null for any other error. */
export function otherTextIn(error: unknown, field: string): OtherText | null {
  const { code, details } = readServerError(error);
  if (code !== "CONFLICT") return null;
  const { current } = details as { current?: unknown };
  if (typeof current !== "object" || current === null) return null;
  const version: unknown = Reflect.get(current, "version");
  const text: unknown = Reflect.get(current, field);
  if (typeof version !== "number") return null;
  if (text === null) return { doc: null, version };
  const doc: unknown = typeof text === "object" && text !== undefined ? Reflect.get(text as object, "doc") : undefined;
  return isDoc(doc) ? { doc, version } : null;
}

const isDoc = (value: unknown): value is RichDoc =>
  typeof value === "object" && value !== null && Reflect.get(value, "type") === "doc";
