import { z } from "zod";
import { conditionGroupSchema, conditionSchema, sortSchema } from "./list";
import { filterMatches, maxConditions, maxGroups, maxSorts } from "./list-filter";
import { totalWays } from "./total-ways";

/** The members who see a view: its owner, the members of a team and of the teams below it, or everybody in the workspace. */
export const viewScopes = ["private", "team", "workspace"] as const;
export type ViewScope = (typeof viewScopes)[number];

/** How the records of a view are drawn. */
export const viewLayouts = ["list", "board", "calendar", "sheet"] as const;

/** The most views of a member, and of a workspace, for one noun. */
export const maxOwnViews = 50;
export const maxSharedViews = 100;

/** The most characters of a stored state. */
export const maxStateSize = 16_000;

const name = z.string().min(1).max(100);
const columnPlace = z.object({
  id: name,
  width: z.int().min(1).max(10_000).optional(),
  pinned: z.boolean().optional(),
});

const shape = {
  match: z.enum(filterMatches),
  conditions: z.array(conditionSchema).max(maxConditions, `Use at most ${maxConditions} conditions.`),
  groups: z.array(conditionGroupSchema).max(maxGroups, `Use at most ${maxGroups} groups of conditions.`),
  q: z.string().max(200),
  sorts: z.array(sortSchema).max(maxSorts, `Sort by at most ${maxSorts} fields.`),
  group: name.nullable(),
  columns: z.array(columnPlace).max(200).nullable(),
  layout: z.enum(viewLayouts),
  archived: z.boolean(),
  /** Rows stand below those that they belong to, in a list whose records form a tree. */
  tree: z.boolean(),
  /** By the name of the field; null are the usual totals. */
  totals: z.record(name, z.enum(totalWays)).nullable(),
};

/** The stored part of a view: the state of a list as its screen has it. `columns` null are the usual columns. */
export const viewState = z.object(shape).meta({ id: "ViewState" });
export type ViewState = z.infer<typeof viewState>;

/** The same with the usual values for what is left out. */
export const viewStateInput = z
  .object({
    match: shape.match.default("all"),
    conditions: shape.conditions.default([]),
    groups: shape.groups.default([]),
    q: shape.q.default(""),
    sorts: shape.sorts.default([]),
    group: shape.group.default(null),
    columns: shape.columns.default(null),
    layout: shape.layout.default("list"),
    archived: shape.archived.default(false),
    tree: shape.tree.default(false),
    totals: shape.totals.default(null),
  })
  .refine((state) => JSON.stringify(state).length <= maxStateSize, {
    message: `A view can store at most ${maxStateSize} characters. Remove conditions or values.`,
    abort: true,
  })
  .meta({ id: "ViewStateInput" });

/** A part of a view that is left out, because its field or value does not exist for the reader any more. */
export const droppedPart = z
  .object({
    part: z.enum(["condition", "value", "sort", "group", "total"]),
    /** The name of the field; empty for one that the reader may not read. */
    field: z.string(),
  })
  .meta({ id: "DroppedPart" });
export type DroppedPart = z.infer<typeof droppedPart>;
