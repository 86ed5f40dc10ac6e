import type { HistoryItem, SyncChangeView } from "../schema";
import { reasonWords } from "./sync-words";

export interface Story {
  who: string;
  did: string;
  why: string;
}

/** One entry of the history of a field as a sentence: who, what, and why. `timeOf` writes a time. */
export function storyOf(item: HistoryItem, label: string, timeOf: (at: string) => string): Story {
  if (item.kind === "edit") return editStory(item);
  const { direction, to, from, writer, writtenAt, decidedBy } = item;
  const value = to ?? "nothing";
  const why = `${reasonWords(item, label)}.`;
  if (decidedBy === "person" && direction !== "kept")
    return { who: "Chosen by a person", did: value, why: `${beforeWords(from)}Both sides had changed.` };
  if (direction === "out") return { who: `Sent to ${label}`, did: value, why: `${beforeWords(from)}${why}` };
  if (direction === "kept") return { who: "Kept", did: from ?? "nothing", why };
  const when = writtenAt ? `, ${timeOf(writtenAt)}` : "";
  const by = writer ? `Written there by ${writer}${when}. ` : "";
  return { who: label, did: `set ${value}`, why: `${by}${beforeWords(from)}${why}` };
}

const vias = { app: "", api: "By the API. ", system: "", import: "" } as const;

/** A change by somebody or something here. */
function editStory({ who, via, file, isNew, from, to }: Extract<HistoryItem, { kind: "edit" }>): Story {
  const did = to === null ? "emptied it" : `set ${to}`;
  const before = isNew ? "The record began with it." : beforeWords(from).trim();
  if (via !== "import") return { who: who ?? "Somebody", did, why: `${vias[via]}${before}` };
  const by = who ? `, by ${who}` : "";
  return { who: "An import", did, why: `${file ? `From ${file}${by}. ` : ""}${before}` };
}

const beforeWords = (from: string | null): string => (from === null ? "It was empty. " : `It was ${from}. `);

/** Where the value of now comes from, by the last entry of its history. */
export function originOf(item: HistoryItem, label: string): string {
  if (item.kind === "edit") return item.via === "import" ? "From an import" : `Set here by ${item.who ?? "somebody"}`;
  return (
    { in: `From ${label}`, out: `From here, sent to ${label}`, kept: "Kept as it was" } satisfies Record<
      SyncChangeView["direction"],
      string
    >
  )[item.direction];
}

/** The value after an entry; null for an empty one. */
export const valueAfter = (item: HistoryItem): string | null =>
  item.kind === "sync" && item.direction === "kept" ? (item.to ?? item.from) : item.to;
