import type { MemberReference, Reference } from "@/lib/zod";
import type { Field, FieldKind, Fields } from "./field";

/** The values of every record besides its fields. */
export interface RecordBase {
  id: string;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
  version: number;
  /** Whether the actor may edit it: only then screens show editors. */
  mayEdit: boolean;
  /** The ids of its tags. */
  tags: string[] | null;
  /** The values of the workspace's custom fields, by their keys. */
  custom: Record<string, unknown>;
}

/** The part of an input that every record has. */
type InputBase = {
  tags?: string[] | null | undefined;
  custom?: Record<string, unknown> | undefined;
};

/** A record as the server returns it. */
export type RecordOf<F extends Fields> = { [K in keyof F]: F[K]["$out"] } & RecordBase;

type Name<K, F extends Field> = `${K & string}${F["$suffix"]}`;

/** Every field that people can set, by input name: `ownerId` for the field `owner`. */
export type InputOf<F extends Fields> = {
  [K in keyof F as F[K]["$given"] extends "computed" ? never : Name<K, F[K]>]: F[K]["$in"];
};

/** Values of any field that the server sets, by input name. */
export type SetOf<F extends Fields> = { [K in keyof F as Name<K, F[K]>]?: F[K]["$in"] };

/** The input of an edit; undefined means unchanged. */
export type PatchOf<F extends Fields> = { [K in keyof InputOf<F>]?: InputOf<F>[K] | undefined } & InputBase;

/** The input of a new record: the required fields, and any others. */
export type CreateOf<F extends Fields> = {
  [K in keyof F as F[K]["$given"] extends "needed" ? Name<K, F[K]> : never]: F[K]["$in"];
} & {
  [K in keyof F as F[K]["$given"] extends "optional" ? Name<K, F[K]> : never]?: F[K]["$in"] | undefined;
} & InputBase;

export type UpdateOf<F extends Fields> = { id: string; version: number } & PatchOf<F>;

type OfKind<F extends Fields, K extends FieldKind> = {
  [N in keyof F]: F[N]["kind"] extends K ? N : never;
}[keyof F];

/** The fields that point to other records. */
export type ReferenceNames<F extends Fields> = OfKind<F, "reference" | "member"> & string;

/** The stored columns of its fields, by Prisma's names, for hooks of the server. */
export type ColumnsOf<F extends Fields> = {
  [K in keyof F as F[K]["kind"] extends "reference" | "member" ? `${K & string}Id` : never]: string | null;
} & {
  [K in keyof F as F[K]["kind"] extends "money" ? `${K & string}Minor` : never]: bigint | null;
} & {
  [K in keyof F as F[K]["kind"] extends "money" | "reference" | "member" ? never : K]: StoredValue<F[K]>;
};

type StoredValue<F extends Field> = F["kind"] extends "date" | "instant"
  ? Date | Extract<F["$out"], null>
  : F["kind"] extends "members"
    ? F["$in"]
    : F["kind"] extends "richText"
      ? string | Extract<F["$out"], null>
      : F["$out"];

/** The names to show for an edit before the server has answered: the edit has only ids. */
export type NamesOf<F extends Fields> = {
  [K in ReferenceNames<F>]?: Reference | MemberReference | null;
};
