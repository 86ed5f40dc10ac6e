import type { TimelineIcon } from "@/lib/catalog";
import { capital } from "@/lib/text";

/** The kinds of a timeline's filter. */
export const shownKinds = ["changes", "stages", "imports"] as const;
export type ShownKind = (typeof shownKinds)[number];

/** The filters of a timeline: a kind, or the touches, which count as activity on a record. */
export const timelineKinds = [...shownKinds, "touches"] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** The kind of an event, by the icon that its domain gave it. */
const kindOf: Readonly<Record<TimelineIcon, ShownKind>> = {
  create: "changes",
  edit: "changes",
  archive: "changes",
  person: "changes",
  move: "stages",
  won: "stages",
  lost: "stages",
  import: "imports",
};

/** Creation and each move count as a touch; edits, archiving and imports do not. */
export const isOfKind = (
  { icon, touch = false }: { icon: TimelineIcon; touch?: boolean },
  kind: TimelineKind,
): boolean => (kind === "touches" ? touch : kindOf[icon] === kind);

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
