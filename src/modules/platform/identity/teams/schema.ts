import { z } from "zod";
import { id, memberReference, shortText, version } from "@/lib/zod";

/** Maximum number of teams in a list, and of members of each. */
export const maxTeams = 1000;
export const maxListedMembers = 100;

export const team = z
  .object({
    id,
    name: z.string(),
    parentId: id.nullable(),
    /** By name; `memberCount` is the total. */
    members: z.array(memberReference).max(maxListedMembers),
    memberCount: z.int(),
    version,
  })
  .meta({ id: "Team" });
export type Team = z.infer<typeof team>;
export const teamList = z.array(team);

export const createTeamInput = z.object({
  name: shortText,
  parentId: id.nullish(),
  memberIds: z.array(id).max(500).optional(),
});
export const updateTeamInput = z.object({
  id,
  version,
  name: shortText.optional(),
  parentId: id.nullable().optional(),
});
export const teamIdInput = z.object({ id });
export const teamVersionInput = z.object({ id, version });
export const teamMembersInput = z.object({ id, memberIds: z.array(id).min(1).max(500) });
