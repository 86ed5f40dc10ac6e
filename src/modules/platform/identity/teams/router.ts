import "server-only";
import { mutation, query, router } from "@/server/trpc";
import {
  addTeamMembers,
  createTeam,
  deleteTeam,
  getTeam,
  listTeams,
  removeTeamMembers,
  updateTeam,
} from "./operations";

export const teamsRouter = router({
  list: query(listTeams),
  get: query(getTeam),
  create: mutation(createTeam),
  update: mutation(updateTeam),
  addMembers: mutation(addTeamMembers),
  removeMembers: mutation(removeTeamMembers),
  delete: mutation(deleteTeam),
});
