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

/** After a sign-out no open tab may write again, until somebody opens a workspace. */
const signedOutKey = "throughline.signed out";

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
  try {
    if (storage()?.getItem(signedOutKey)) return false;
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
    if (isDraft(draft) && draft.at > Date.now() - keptDays * 86_400_000) return draft;
    clearDraft(place);
    return null;
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
  allowDrafts(true);
  removeDrafts((key) => !key.startsWith(ownerKey(person)));
}

function allowDrafts(allowed: boolean): void {
  try {
    if (allowed) storage()?.removeItem(signedOutKey);
    else storage()?.setItem(signedOutKey, "yes");
  } catch {
    // Without storage there are no drafts.
  }
}

/** Removes all unsaved texts from this device, and lets no open page write others: their person has signed out. */
export function forgetDrafts(): void {
  allowDrafts(false);
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
