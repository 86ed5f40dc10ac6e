import type { VisibilityLevel } from "@/lib/roles";

/** The text for members who see only some records of a kind, by their visibility. */
const seen: Record<Exclude<VisibilityLevel, "all">, (noun: string) => string> = {
  teams: (noun) => `You can see your own ${noun}, those of your teams, and those without an owner.`,
  own: (noun) => `You can see your own ${noun}, and those without an owner.`,
  nothing: (noun) => `As a viewer you cannot see any ${noun}: members see only their own.`,
};

/** The text for an empty list. For members who see only some records, it says which, because others may exist. */
export function emptyTexts(
  visibility: VisibilityLevel,
  noun: string,
  purpose: string,
): { title: string; text: string } {
  if (visibility === "all") return { title: `No ${noun} yet`, text: purpose };
  return {
    title: `No ${noun} that you can see`,
    text: `${purpose} ${seen[visibility](noun)} Owners and admins decide which records members can see.`,
  };
}
