import { nouns, settings } from "@/lib/nouns/all";
import type { Permission, PermissionNoun } from "@/lib/roles";
import { uncapital } from "@/lib/text";

/** The subjects of permissions in words; the words of nouns are in their heads. */
const objects: Readonly<Record<string, string>> = {
  ...pluralsOf({ ...settings, ...nouns }),
  member: "members and invitations",
  team: "teams",
  calendar: "working hours",
  field: "custom fields and tags",
  tag: "tags",
  savedView: "saved views",
  apiKey: "API keys",
  connection: "integrations",
  workspace: "the workspace",
  billing: "plan and billing",
  support: "support access",
  usage: "what is used",
  audit: "the audit log",
  budget: "budgets",
  comment: "comments",
  event: "the change history",
  notification: "own notifications",
  record: "records",
} satisfies Record<PermissionNoun, string>;

function pluralsOf<E extends string>(heads: Record<E, { many: string }>): Record<E, string> {
  const plurals = Object.entries<{ many: string }>(heads).map(([entity, { many }]) => [entity, many]);
  return Object.fromEntries(plurals) as Record<E, string>;
}

const verbs: Record<string, string> = {
  view: "See",
  create: "Create",
  edit: "Edit",
  share: "Share",
  complete: "Complete",
  delete: "Delete",
  manage: "Manage",
  import: "Import",
  export: "Export",
  own: "Own",
};

/** The subject of a permission in words: "accounts". */
export const subjectWords = (noun: string): string => objects[noun] ?? noun;

/** A permission in words: `account:edit` is "Edit accounts". */
export function permissionLabel(permission: Permission | string): string {
  const [noun = "", verb = ""] = permission.split(":");
  return `${verbs[verb] ?? verb} ${subjectWords(noun)}`;
}

/** A refused act in the words of the screens, by the right that was missing: "edit accounts". */
export function refusedWords({ permission, kind }: Readonly<Record<string, unknown>>): string {
  const [noun = "", verb] = String(permission).split(":");
  const subject = subjectWords(noun);
  if (kind === "query") return `see ${subject}`;
  if (verb === "view") return `change ${subject}`;
  if (verb === "own") return `act as an owner of ${subject}`;
  return uncapital(permissionLabel(String(permission)));
}

/** How long a new key can be valid, in days. */
export const keyLives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Until it is revoked" },
] as const;

/** Whether a key works no longer. */
export const hasEnded = ({ revokedAt, expiresAt }: { revokedAt: string | null; expiresAt: string | null }): boolean =>
  revokedAt !== null || (expiresAt !== null && new Date(expiresAt).getTime() <= Date.now());

/** The end of a key that is valid for one of `keyLives` from now on. */
export const endOfLife = (life: string): string | null =>
  life === "never" ? null : new Date(Date.now() + Number(life) * 86_400_000).toISOString();
