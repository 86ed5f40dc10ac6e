import { contributors, editors, everyone, managers, type RoleRow } from "@/lib/role-rows";

/** Signs of nouns; `components/ui/noun-icon.tsx` draws them. */
export const nounIcons = [
  "building",
  "package",
  "target",
  "user",
  "users",
  "box",
  "calendar",
  "file",
  "flag",
  "tag",
] as const;
export type NounIcon = (typeof nounIcons)[number];

/** Permissions of records that people own: create for oneself, edit one's own or the team's. */
export const ofOwned = { view: everyone, create: contributors, edit: editors } as const;
/** Permissions of a list that admins keep for all: see it, or manage it. */
export const ofManaged = { view: everyone, manage: managers } as const;

/** What everything generic knows of one kind of record. */
export interface NounHead {
  /** The unit of licence that it belongs to. */
  module: "crm";
  /** `@@map` of its model; the model is called as the entity. */
  table: string;
  /** First segment of its addresses, and its router: `/acme/accounts`, `/api/v1/accounts`. */
  path: string;
  one: string;
  many: string;
  /** Other words for it: imports know files by them, the command menu finds it by them. */
  alsoCalled: readonly string[];
  icon: NounIcon;
  /** Beside the name of a record stands its first letter, as for organisations; else the head alone has the sign. */
  mark?: "initial";
  permissions: Readonly<Record<string, RoleRow>>;
  /** Has an owner; the workspace chooses who sees its records. */
  owned: boolean;
  /** Files bring its records: an importer is registered for it. */
  imported: boolean;
  /** What it is for, in a sentence or two: its list says so while it is empty. */
  purpose: string;
  /** Its place in the rail, and the second letter of the keys that lead there: "g a"; letters run out. */
  nav: { place: number; key: string | null };
  /** Routers of other nouns that show its records, or compute something from them. */
  shownBy: readonly string[];
}

/** Keeps each head's own type. */
export const defineHeads = <const H extends Readonly<Record<string, NounHead>>>(heads: H): H => heads;

/** What people do with records of a noun. */
export type NounVerb = "view" | "create" | "edit" | "delete";
