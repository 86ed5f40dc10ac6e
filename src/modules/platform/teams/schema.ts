import { z } from "zod";
import { id, reference, shortText, version } from "@/lib/zod";

export const team = z.object({
  id,
  name: z.string(),
  parentId: id.nullable(),
  members: z.array(reference),
  version,
});
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
