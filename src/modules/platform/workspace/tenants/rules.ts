import { nounOf } from "@/lib/nouns/all";
import { type Permission, permissionTable } from "@/lib/roles";

/** First segments of addresses that cannot be workspaces. A test checks that those of `src/app` are here. */
export const reservedSlugs: ReadonlySet<string> = new Set(
  (
    "about account accounts admin api app apps assets auth avatar billing blog callback cdn changelog contact dashboard " +
    "dev docs download email enterprise error forgot health help home import imprint index invitation invitations invite jobs " +
    "legal login logout mail me metrics new news next oauth onboarding opengraph-image pricing privacy profile public register " +
    "reset robots root search second-factor second-step security settings setup sign-in sign-out sign-up signin signout signup sitemap staff static " +
    "status support system team teams terms throughline trpc undefined null unsubscribe verify webhook webhooks welcome " +
    "well-known workspace workspaces www"
  ).split(" "),
);

export const slugLength = { least: 2, most: 40 };

/** The problem with a slug, in a sentence, or null. Only the server knows whether it is taken. */
export function slugProblem(slug: string): string | null {
  if (slug.length < slugLength.least) return `Use at least ${slugLength.least} characters.`;
  if (slug.length > slugLength.most) return `Use at most ${slugLength.most} characters.`;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return "Use lower-case letters, digits and single hyphens between them.";
  if (reservedSlugs.has(slug)) return `${slug} is reserved by Throughline. Use a different one.`;
  return null;
}

/** A slug from a name: Halden Systems AG becomes halden-systems-ag; empty if the name has no usable letter. */
export function slugFrom(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replaceAll("ß", "ss")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let slug = "";
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word;
    if (longer.length > slugLength.most) break;
    slug = longer;
  }
  return slug || (words[0] ?? "").slice(0, slugLength.most);
}

/** Slugs to suggest for a name, best first, all valid. */
export function slugCandidates(slug: string, name: string): string[] {
  const base = slug.slice(0, slugLength.most - 9) || "workspace";
  const full = slugFrom(name);
  const longer = full.startsWith(`${slug}-`) ? [full] : [];
  const numbered = Array.from({ length: 20 }, (_, index) => `${base}-${index + 2}`);
  return [...new Set([slug, ...longer, `${base}-hq`, `${base}-team`, full, ...numbered])].filter(
    (candidate) => slugProblem(candidate) === null,
  );
}

/** Objects whose records can be hidden from others: those that some role edits only as owner or team, by themselves. */
export const restrictableEntities: readonly string[] = (Object.keys(permissionTable) as Permission[])
  .filter((permission) => permission.endsWith(":edit") && permissionTable[permission].manager === "team")
  .map((permission) => permission.slice(0, -":edit".length))
  .filter((entity) => !nounOf(entity)?.accessFrom);

/** The steps from sign-up to the first opportunity. */
export const onboardingSteps = [
  { id: "account", label: "Account" },
  { id: "workspace", label: "Workspace" },
  { id: "colleagues", label: "Colleagues" },
  { id: "data", label: "Data" },
] as const;
