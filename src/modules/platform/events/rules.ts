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
