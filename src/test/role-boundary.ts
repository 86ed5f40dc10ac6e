import type { ColleagueRole } from "@/lib/role-rows";
import { allowed, type Line, roles } from "./permission-matrix";

/** The lowest role with each reach, and the highest that is refused: wherever a right ends, one of them shows it. */
export function boundaryOf(line: Line): ColleagueRole[] {
  const reaches = allowed[line];
  const refused = roles.find((role) => reaches[role] === "none");
  return roles.filter((role, place) => {
    const below = roles[place + 1];
    return reaches[role] === "none" ? role === refused : below === undefined || reaches[below] !== reaches[role];
  });
}
