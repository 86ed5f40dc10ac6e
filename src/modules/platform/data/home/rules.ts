import type { TilePeople } from "@/lib/tiles";

const chosen = /^(owner|team):([0-9a-f-]{36})$/;

/** Whose figures an address asks for: "mine", "team:…"; of all that one may see for any other text. */
export function peopleIn(text: string | null): TilePeople {
  if (text === "mine" || text === "teams") return text;
  const [, kind, id = ""] = chosen.exec(text ?? "") ?? [];
  if (kind === "owner") return { owner: id };
  return kind === "team" ? { team: id } : "all";
}

/** The reverse; null for all. */
export function peopleText(people: TilePeople): string | null {
  if (people === "all") return null;
  if (typeof people === "string") return people;
  return "owner" in people ? `owner:${people.owner}` : `team:${people.team}`;
}

/** The choices that everybody has, as addresses name them. */
export const usualPeople = [
  { value: "all", label: "Everyone" },
  { value: "mine", label: "Mine" },
  { value: "teams", label: "My teams" },
] as const;
