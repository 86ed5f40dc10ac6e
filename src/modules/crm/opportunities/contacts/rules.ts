export const contactRoles = ["decides", "influences", "evaluates", "uses", "signs"] as const;
export type ContactRole = (typeof contactRoles)[number];
export const stances = ["champion", "neutral", "against"] as const;
export type Stance = (typeof stances)[number];

interface RoleWords {
  label: string;
  /** Shown in the decision map where no contact has the role. */
  missing: string;
}

export const roleWords: Readonly<Record<ContactRole, RoleWords>> = {
  decides: { label: "Decides", missing: "Nobody decides yet" },
  influences: { label: "Influences", missing: "Nobody influences yet" },
  evaluates: { label: "Evaluates", missing: "Nobody evaluates yet" },
  uses: { label: "Uses", missing: "Nobody uses it yet" },
  signs: { label: "Signs", missing: "Nobody signs yet" },
};

export const stanceLabels: Readonly<Record<Stance, string>> = {
  champion: "Champion",
  neutral: "Neutral",
  against: "Against",
};

export const stanceColors = { champion: "green", neutral: "gray", against: "red" } as const;

/** "Decides", or a text for a contact without a role. */
export const roleLabel = (role: ContactRole | null): string => (role ? roleWords[role].label : "No role yet");

interface Part {
  contact: string;
  role: ContactRole | null;
  stance: Stance;
  primary: boolean;
}

/** The part of a contact in one line: "Ann Field: decides, champion". */
export function partText({ contact, role, stance, primary }: Part): string {
  const words = [roleLabel(role), stanceLabels[stance], ...(primary ? ["primary contact"] : [])];
  return `${contact}: ${words.map((word) => word.toLowerCase()).join(", ")}`;
}

interface Placed {
  contact: { name: string };
  role: ContactRole | null;
  primary: boolean;
}

const placeOf = ({ role }: Placed) => (role ? contactRoles.indexOf(role) : contactRoles.length);

/** The primary contact first, then by role, then by name. */
export const byPart = (one: Placed, other: Placed): number =>
  Number(other.primary) - Number(one.primary) ||
  placeOf(one) - placeOf(other) ||
  one.contact.name.localeCompare(other.contact.name, "en");
