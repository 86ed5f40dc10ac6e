import type { ModuleName } from "@/lib/modules";
import { contributors, editors, everyone, managers, type RoleRow } from "@/lib/role-rows";

/** Signs of nouns; `components/ui/noun-icon.tsx` draws them. */
export const nounIcons = [
  "building",
  "idCard",
  "package",
  "target",
  "user",
  "users",
  "box",
  "calendar",
  "file",
  "flag",
  "tag",
  "branch",
] as const;
export type NounIcon = (typeof nounIcons)[number];

/** Permissions of records that people own: create for oneself, edit one's own or the team's. */
export const ownedPermissions = { view: everyone, create: contributors, edit: editors } as const;
/** Permissions of a list that admins keep for all: see it, or manage it. */
export const managedPermissions = { view: everyone, manage: managers } as const;

/**
 * Channels of notifications. `emailAtOnce` marks a type as urgent: its mail waits for no other and for no working
 * hours.
 */
export type NoticeChannel = "inApp" | "email" | "emailAtOnce";

/** How a notice is put in words; `{who}`, `{record}` and `{what}` stand for what it names. */
export interface NoticeWords {
  says: string;
  /** The same of many records at once; `says` unless given. */
  many?: string;
  /** The same of one record where `detail` is known; `says` unless given. */
  detailed?: string;
  /** The value for `{what}`, read from the event's data: a day, or a record of the named entity. */
  detail?: { in: string; as: string };
}

/** A notice that a noun gives besides those of every noun: on its event of the same name, to owner and followers. */
export interface HeadNotice extends NoticeWords {
  /** How the settings call it. */
  label: string;
  /** When it is given, in a sentence of the settings; it goes to owner and followers unless the event names whom. */
  when?: string;
  /** Given only where the event's data are so. */
  only?: Readonly<Record<string, string>>;
  /** On unless a member says otherwise. */
  channels: readonly NoticeChannel[];
}

/** The declaration of one kind of object that generic code reads: a noun with records, or a setting. */
export interface Head {
  /** The module that it belongs to. */
  module: ModuleName;
  /** `@@map` of its model; the model is called as the entity. */
  table: string;
  /** First segment of its addresses, and its router: `/acme/accounts`, `/api/v1/accounts`. */
  path: string;
  one: string;
  many: string;
  /** Other words for it: imports know files by them, the command menu finds it by them. */
  alsoCalled: readonly string[];
  icon: NounIcon;
  permissions: Readonly<Record<string, RoleRow>>;
  /** Its purpose in one or two sentences, shown while its list is empty. */
  purpose: string;
  /** Routers of other nouns that show its records, or compute something from them. */
  shownBy: readonly string[];
  /** Objects that are part of it and shown wherever it is: the stages of a pipeline. */
  parts?: readonly string[];
}

/** The head of a noun whose records have a list, a page and followers. */
export interface NounHead extends Head {
  /**
   * Beside the name of a record stands a square with its first letter, as for organisations, or a round mark with
   * initials, as for people; else the head alone has the sign.
   */
  mark?: "initial" | "person";
  /** Has an owner; the workspace chooses who sees its records. */
  owned: boolean;
  /** Files bring its records: an importer is registered for it. */
  imported: boolean;
  /**
   * Its records are a list in the settings, which people put into order and merge: its page is there and not in the
   * sidebar. It needs a `field.position`.
   */
  settings?: true;
  /**
   * Its place in the sidebar, and the second letter of the keys that lead there: "g a"; letters run out. One noun is
   * home.
   */
  nav: { place: number; key: string | null; home?: true };
  /**
   * Its records stand on a board too: the events that move one to another column, and to another place in its column.
   */
  board?: { moved: string; ranked: string };
  /** By the names of its events. */
  notices?: Readonly<Record<string, HeadNotice>>;
}

/** Keeps each head's own type. */
export const defineHeads = <const H extends Readonly<Record<string, NounHead>>>(heads: H): H => heads;
/** The same for settings. */
export const defineSettings = <const H extends Readonly<Record<string, Head>>>(heads: H): H => heads;

/** The actions of people on records of a noun. */
export type NounAction = "view" | "create" | "edit" | "delete";
