import type { Sight } from "@/lib/roles";

/** What whoever sees a part of an object's records sees. */
const seen: Record<Exclude<Sight, "all">, (noun: string) => string> = {
  teams: (noun) => `You see your own ${noun}, those of your teams, and those that nobody owns.`,
  own: (noun) => `You see your own ${noun}, and those that nobody owns.`,
  nothing: (noun) => `As a viewer you see no ${noun}: each member sees their own only.`,
};

/** What stands where there is no record: to who sees a part of them only it says which part, as there may be others. */
export function nothingSeen(sight: Sight, noun: string, purpose: string): { title: string; text: string } {
  if (sight === "all") return { title: `No ${noun} yet`, text: purpose };
  return {
    title: `No ${noun} that you can see`,
    text: `${purpose} ${seen[sight](noun)} Owners and admins set who sees what.`,
  };
}
