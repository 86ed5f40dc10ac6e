import type { RichDoc } from "@/lib/rich-text/rich-text";

/** The text that a draft belongs to: of one field of one record in a workspace, written by one person. */
export interface DraftPlace {
  /** The signed-in person, the same in all their workspaces. */
  person: string;
  workspace: string;
  /** "new" for a record that is being created. */
  record: string;
  field: string;
}

/** Unsaved text, kept on this device. */
export interface Draft {
  doc: RichDoc;
  /** When it was written, in milliseconds. */
  at: number;
  /** The mark of the saved text that it changes. */
  base: string;
}

const prefix = "throughline.draft ";
const keptDays = 30;

/** After a sign-out the page that is about to close must not write again. */
let isSignedOut = false;

/** The storage of this device; null where the browser forbids it, as some do in private windows. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const ownerKey = (person: string) => `${prefix}${encodeURIComponent(person)} `;
const keyOf = ({ person, workspace, record, field }: DraftPlace) =>
  ownerKey(person) + [workspace, record, field].map(encodeURIComponent).join(" ");

/** Keeps unsaved text; false if the device has no room for it or forbids it. */
export function keepDraft(place: DraftPlace, draft: Draft): boolean {
  if (isSignedOut) return false;
  try {
    storage()?.setItem(keyOf(place), JSON.stringify(draft));
    return storage() !== null;
  } catch {
    return false;
  }
}

/** Whether there is something for `readDraft`. */
export function hasDraft(place: DraftPlace): boolean {
  try {
    return typeof storage()?.getItem(keyOf(place)) === "string";
  } catch {
    return false;
  }
}

/** The unsaved text of a place; null if there is none that can be read. */
export function readDraft(place: DraftPlace): Draft | null {
  try {
    const draft: unknown = JSON.parse(storage()?.getItem(keyOf(place)) ?? "null");
    return isDraft(draft) && draft.at > Date.now() - keptDays * 86_400_000 ? draft : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
  const { doc, at, base } = (value ?? {}) as Partial<Record<keyof Draft, unknown>>;
  const { type } = (doc ?? {}) as { type?: unknown };
  return type === "doc" && typeof at === "number" && typeof base === "string";
}

export function clearDraft(place: DraftPlace): void {
  try {
    storage()?.removeItem(keyOf(place));
  } catch {
    // There was nothing to keep it in.
  }
}

/** Removes the unsaved texts of everybody but this person, when they open a workspace. */
export function keepOnlyDraftsOf(person: string): void {
  isSignedOut = false;
  removeDrafts((key) => !key.startsWith(ownerKey(person)));
}

/** Removes all unsaved texts from this device, and lets this page write no others: its person has signed out. */
export function forgetDrafts(): void {
  isSignedOut = true;
  removeDrafts(() => true);
}

function removeDrafts(chosen: (key: string) => boolean): void {
  try {
    const kept = storage();
    if (!kept) return;
    const keys = Array.from({ length: kept.length }, (_, place) => kept.key(place) ?? "");
    for (const key of keys) if (key.startsWith(prefix) && chosen(key)) kept.removeItem(key);
  } catch {
    // There was nothing to remove it from.
  }
}
