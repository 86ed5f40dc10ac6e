import { z } from "zod";
import { nounEntities } from "@/lib/nouns/all";
import { colleagueRoles } from "@/lib/role-rows";
import { droppedPart, viewScopes, viewState, viewStateInput } from "@/lib/views";
import { id, lineUpTo, memberReference, version } from "@/lib/zod";

const noun = z.enum(nounEntities, "There is no such list.");
const name = lineUpTo(100);
/** The key of a view that a noun declares. */
const key = z.string().min(1).max(50);

/** A view as its reader gets it: without the parts that do not exist for them. */
export const savedView = z
  .object({
    id,
    noun: z.string(),
    name: z.string(),
    scope: z.enum(viewScopes),
    owner: memberReference,
    team: z.object({ id, name: z.string() }).nullable(),
    state: viewState,
    dropped: z.array(droppedPart),
    /** Whether the reader may change it. */
    mayEdit: z.boolean(),
    archived: z.boolean(),
    version,
  })
  .meta({ id: "SavedView" });
export type SavedView = z.infer<typeof savedView>;

/** One of the saved views, or one that the noun declares; both null for the list without a view. */
const chosen = z.object({ viewId: id.nullable(), key: z.string().nullable() });
export type ChosenView = z.infer<typeof chosen>;

const defaultView = chosen.extend({ role: z.enum(colleagueRoles).nullable() }).meta({ id: "DefaultView" });

export const viewList = z.object({
  views: z.array(savedView),
  /** The view with which the list opens for the reader: the own choice, else that of the role. */
  opens: chosen,
  /** The choices that it follows from; of roles, those that others get too. */
  defaults: z.array(defaultView),
});
export type ViewList = z.infer<typeof viewList>;

export const listViewsInput = z.object({ noun });
export const viewInput = z.object({ id });
const teamId = id.nullable();
export const createViewInput = z.object({
  noun,
  name,
  scope: z.enum(viewScopes).default("private"),
  teamId: teamId.default(null),
  state: viewStateInput,
});
export const updateViewInput = z.object({
  id,
  version,
  name: name.optional(),
  scope: z.enum(viewScopes).optional(),
  teamId: teamId.optional(),
  state: viewStateInput.optional(),
});
export const viewVersionInput = z.object({ id, version });
/** The view that it comes after; null for the first place. */
export const moveViewInput = z.object({ id, afterId: id.nullable() });
/** `role` null for oneself. Without `viewId` and `key` the list opens without a view. */
export const setDefaultViewInput = z.object({
  noun,
  role: z.enum(colleagueRoles).nullable().default(null),
  viewId: id.nullable().default(null),
  key: key.nullable().default(null),
});
