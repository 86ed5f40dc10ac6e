import type { TimelineIcon } from "@/lib/catalog";

/** The kinds that people narrow a timeline to. */
export const shownKinds = ["changes", "stages", "imports"] as const;
export type ShownKind = (typeof shownKinds)[number];

/** What a timeline can be asked for: a kind, or the touches, by which a record was last touched. */
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

/** A new record and each move touch it; an edit, archiving and an import do not. */
export const isOfKind = (
  { icon, touch = false }: { icon: TimelineIcon; touch?: boolean },
  kind: TimelineKind,
): boolean => (kind === "touches" ? touch : kindOf[icon] === kind);

/** The newest of these touches that does not lie ahead. */
export function lastTouch<E extends { at: string }>(touches: readonly E[], now: Date): E | undefined {
  return touches.find(({ at }) => new Date(at) <= now);
}
