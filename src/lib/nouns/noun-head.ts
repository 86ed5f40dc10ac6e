import type { ModuleName } from "@/lib/modules";
import { adminsAndOwners, contributors, editors, everyone, type ReachByRole } from "@/lib/role-rows";

/** The icons of nouns; `components/ui/noun-icon.tsx` draws them. */
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
  "activity",
  "briefcase",
  "check",
] as const;
export type NounIcon = (typeof nounIcons)[number];

/** The permissions of records with owners: create for oneself, edit one's own or the team's. */
export const ownedPermissions = { view: everyone, create: contributors, edit: editors } as const;
/** The permissions of a list that admins maintain for everybody: view it, or manage it. */
export const managedPermissions = { view: everyone, manage: adminsAndOwners } as const;

/**
 * Channels of notifications. `emailAtOnce` marks a type as urgent: its e-mail is sent at once, even outside working
 * hours.
 */
export type NoticeChannel = "inApp" | "email" | "emailAtOnce";

/** The texts of a notification; `{who}`, `{record}` and `{what}` are placeholders. */
export interface NoticeWords {
  says: string;
  /** The text for many records at once; by default `says`. */
  many?: string;
  /** The text for one record whose `detail` is known; by default `says`. */
  detailed?: string;
  /** The value for `{what}`, read from the event's data: a day, a time, or a record of the named entity. */
  detail?: { in: string; as: string };
}

/** A notification of one noun only: triggered by its event of the same name, for owner and followers. */
export interface HeadNotice extends NoticeWords {
  /** Its label in the settings. */
  label: string;
  /**
   * When it is sent, as a sentence for the settings. It goes to owner and followers unless the event names the
   * recipients.
   */
  when?: string;
  /** Sent to exactly the members whom the event names, also to those who neither own nor follow the record. */
  named?: true;
  /** Sent only if the event's data have these values. */
  only?: Readonly<Record<string, string>>;
  /** The channels that are on by default. */
  channels: readonly NoticeChannel[];
}

/** The declaration of one kind of record that generic code reads: a noun, or a setting. */
export interface Head {
  /** The module that it belongs to. */
  module: ModuleName;
  /** The `@@map` of its model; the model has the name of the entity. */
  table: string;
  /** First segment of its addresses, and its router: `/acme/accounts`, `/api/v1/accounts`. */
  path: string;
  one: string;
  many: string;
  /** Synonyms: imports recognise files by them, the command menu finds it by them. */
  alsoCalled: readonly string[];
  icon: NounIcon;
  permissions: Readonly<Record<string, ReachByRole>>;
  /** Its purpose in one or two sentences, shown while its list is empty. */
  purpose: string;
  /** Routers of other nouns, in this module or below, whose answers include its records or depend on them. */
  shownBy: readonly string[];
  /** Kinds of record of modules below that its answers include; those do not name it. */
  shows?: readonly string[];
  /** Kinds of record that are part of it and shown wherever it is, such as the stages of a pipeline. */
  parts?: readonly string[];
}

/** The head of a noun whose records have a list, a page and followers. */
export interface NounHead extends Head {
  /**
   * The mark beside a record's name: a square with its first letter, as for organisations, or a circle with initials,
   * as for people; without one only the head shows the noun's icon.
   */
  mark?: "initial" | "person";
  /** Its records are people: they can be anonymised, and what is held on one of them is exported. It needs `delete`. */
  person?: true;
  /** Its records have owners; the workspace chooses who sees them. */
  owned: boolean;
  /**
   * Members of `members` see its records too, whatever the visibility setting. With a `creator` its records are seen
   * through those that they are linked to: besides its people (with the creator of one without links), by members who
   * see a linked record and whom the setting allows it.
   */
  seenThrough?: { members: string; creator?: string };
  /**
   * Access to its records comes from the record of another kind in this field: who sees and edits that, and its people, see
   * and edit them. `refusal` is told to somebody who may add none there. It needs `seenThrough` without a creator.
   */
  accessFrom?: { field: string; entity: string; refusal: string };
  /** Its records are shown to guests: those that are shared, with these fields and parts. Without it they see none. */
  guests?: GuestReads;
  /** The kinds of record whose links may lead to its records: `activity`. */
  linkedFrom?: readonly string[];
  /** Its records have a next step: a written line, or a record that is linked to it. It needs `nextStepFields`. */
  nextStep?: true;
  /** The record that it belongs to, whose lists and timeline show what it is linked to: the account of a contact. */
  under?: { field: string; entity: string };
  /** Its list can be edited like a spreadsheet: by cells, blocks that are pasted, and fills. */
  sheet?: true;
  /**
   * People move its records in their tree: the field of their order among siblings. Its router has `place`, which takes the
   * record above and the one before.
   */
  placedBy?: string;
  /** Members comment on its records. */
  comments?: true;
  /** Its records can be imported: an importer is registered for it. */
  imported: boolean;
  /**
   * Its records are a list in the settings that people reorder and merge; its page is there and not in the sidebar. It
   * needs a `field.position`.
   */
  settings?: true;
  /**
   * Its place in the sidebar, and the second key of its shortcut: "g a"; null if no letter is left. One noun is home.
   */
  nav: { place: number; key: string | null; home?: true };
  /** How the items that its records are on the page Today are moved and completed, by the source of the items. */
  agenda?: Readonly<Record<string, AgendaActs>>;
  /** Its records that are still to be done have this value of a field, and are called so: "open opportunities". */
  open?: { field: string; value: string; word: string };
  /** Its records are also shown on a board: the events of a move to another column, and within a column. */
  board?: { moved: string; ranked: string };
}

/** The acts that a share may let a guest do, besides reading. */
export type GuestAct = "comment" | "complete";

/** The fields and parts that guests read of shared records; of a new one nothing. */
export interface GuestReads {
  /** Besides the name and the times of every record. */
  reads: readonly string[];
  /** Lists of parts, each with the fields of a part. */
  parts?: Readonly<Record<string, readonly string[]>>;
  /** The lists of members of whom a share lets each comment, and complete their own work. */
  lets?: Readonly<Record<GuestAct, string>>;
}

/** The fields that change when an item of the page Today is moved or completed. */
export interface AgendaActs {
  /** The start; without it the items have days alone. */
  startsAt?: string;
  day: string;
  /** Whose it is; by default the owner of the record. */
  owner?: string;
  /** The way to complete an item, and to open it again. */
  done?: DoneByField | DoneByVerbs;
}

/** The field that completes an item, and its values then and when it is open again; open null is the title of the item. */
interface DoneByField {
  field: string;
  closed: string | null;
  open: string | null;
}

/** The operations of the noun that complete an item and open it again; an undo writes the value that the field had. */
interface DoneByVerbs {
  field: string;
  close: string;
  reopen: string;
}

/** Notices by the kinds of record and the events that send them. */
export type HeadNotices = Readonly<Record<string, Readonly<Record<string, HeadNotice>>>>;

/** Keeps each head's own type. */
export const defineHeads = <const H extends Readonly<Record<string, NounHead>>>(heads: H): H => heads;
/** Keeps the own type of each setting's head. */
export const defineSettings = <const H extends Readonly<Record<string, Head>>>(heads: H): H => heads;

/** The actions of people on records of a noun. */
export type NounAction = "view" | "create" | "edit" | "delete" | "complete";
