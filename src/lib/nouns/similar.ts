/** The parts that a new record may share with similar ones, in the words of timelines. */
export const sharedParts = { name: "name", email: "e-mail", phone: "phone", domain: "domain" } as const;
export type SharedPart = keyof typeof sharedParts;

/**
 * The similar records that a form showed before a new one was saved anyway: their number, and what they share with it.
 * No ids: not everybody who sees the new record may see them.
 */
export interface SimilarShown {
  count: number;
  shared: SharedPart[];
}

/** The input of a new record that becomes data of its created event. */
export interface CreatedEventData {
  similarShown?: SimilarShown | undefined;
}

/** The input of a new record besides its fields. */
export interface CreateOptions extends CreatedEventData {
  /** Create it even if it is a duplicate of a record that its creator sees. */
  allowDuplicate?: boolean | undefined;
}

/** The `reason` of the refusal of a duplicate; its `id` is that of the record which is there. */
export const duplicateReason = "duplicate";

/** Whether data of an event is one. The server checked it before; this is for pages, which load no schemas. */
export function isSimilarShown(data: unknown): data is SimilarShown {
  if (typeof data !== "object" || data === null || !("count" in data && "shared" in data)) return false;
  const { count, shared } = data;
  return typeof count === "number" && Array.isArray(shared) && shared.every((part) => Object.hasOwn(sharedParts, part));
}
