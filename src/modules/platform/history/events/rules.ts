import { type EntryKind, entryKinds, type TimelineIcon } from "@/lib/catalog";
import { capital } from "@/lib/text";

/** The filters of a timeline: a kind, or the touches, which count as activity on a record. */
export const timelineKinds = [...entryKinds, "touches"] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** The most events that one request searches for words. */
export const searchedAtOnce = 2000;

/** The kind of an event that its domain does not say, by its icon. */
const kindOf: Readonly<Record<TimelineIcon, EntryKind>> = {
  create: "changes",
  edit: "changes",
  archive: "changes",
  person: "people",
  move: "stages",
  won: "stages",
  lost: "stages",
  import: "imports",
  call: "calls",
  email: "emails",
  message: "emails",
  meeting: "meetings",
  note: "notes",
  task: "tasks",
  comment: "comments",
};

/** Creation and each move count as a touch; edits, archiving and imports do not. */
export const isOfKind = (
  { icon, touch = false, kind: given = kindOf[icon] }: { icon: TimelineIcon; touch?: boolean; kind?: EntryKind },
  kind: TimelineKind,
): boolean => (kind === "touches" ? touch : given === kind);

/** The newest of these touches that is not in the future. */
export function lastActivity<E extends { at: string }>(touches: readonly E[], now: Date): E | undefined {
  return touches.find(({ at }) => new Date(at) <= now);
}

const uuid = /^[0-9a-f]{8}-/;

/** A page by its address: "/settings/api-keys" is "Settings: API keys". */
export function pageWords(page: string): string {
  const parts = page.split("/").filter((part) => part !== "" && !uuid.test(part));
  if (parts.length === 0) return "the home page";
  const [first = "", ...rest] = parts.map((part) => part.replaceAll("-", " ").replace(/^api\b/, "API"));
  return rest.length === 0 ? capital(first) : `${capital(first)}: ${rest.join(", ")}`;
}
