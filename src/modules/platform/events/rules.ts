import type { TimelineIcon } from "@/lib/catalog";

/** What a timeline can be narrowed to. */
export const timelineKinds = ["changes", "stages", "imports"] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** The kind of an event, by the icon that its domain gave it. */
export const kindOf: Readonly<Record<TimelineIcon, TimelineKind>> = {
  create: "changes",
  edit: "changes",
  archive: "changes",
  person: "changes",
  move: "stages",
  won: "stages",
  lost: "stages",
  import: "imports",
};

/**
 * The newest of a timeline's entries that is a touch of the record: not that a file brought it, nor that this was taken
 * back, nor what lies ahead; what the file tells of earlier is one, at its own date.
 */
export function lastTouch<E extends { at: string; icon: TimelineIcon }>(
  entries: readonly E[],
  now: Date,
): E | undefined {
  return entries.find(({ at, icon }) => kindOf[icon] !== "imports" && new Date(at) <= now);
}
