import "server-only";
import type { Prisma } from "@/server/db/generated/client";
import type { Props } from "@/server/sync/snapshot";
import type { ConflictRule, SyncDirection } from "./rules";

export const objectRow = {
  id: true,
  connectionId: true,
  entity: true,
  direction: true,
  createsHere: true,
  createsThere: true,
  fillsEmpty: true,
  deletedThere: true,
  deletedHere: true,
  state: true,
  cursor: true,
  eventCursor: true,
  mappingVersion: true,
  compares: true,
} as const satisfies Prisma.SyncObjectSelect;
type StoredObject = Prisma.SyncObjectGetPayload<{ select: typeof objectRow }>;
export type SyncObjectRow = Omit<StoredObject, "direction"> & { direction: "in" | "out" | "both" };

export const fieldRow = {
  field: true,
  remote: true,
  direction: true,
  conflict: true,
  transform: true,
  options: true,
} as const satisfies Prisma.SyncFieldSelect;
type StoredField = Prisma.SyncFieldGetPayload<{ select: typeof fieldRow }>;
export type SyncFieldRow = Omit<StoredField, "direction" | "conflict"> & {
  direction: SyncDirection;
  conflict: ConflictRule;
};

/** The hash of our value and of theirs when both agreed, by field. */
export type Base = Readonly<Record<string, readonly [ours: string, theirs: string]>>;

/** The value of a field that is being sent. */
export interface SentField {
  props: Props;
  /** The hash of our value that it stands for. */
  ours: string;
  decidedBy: string;
  from: unknown;
  to: unknown;
}
export type Intent = Readonly<Record<string, SentField>>;

export const linkRow = {
  id: true,
  recordId: true,
  externalId: true,
  state: true,
  base: true,
  remoteVersion: true,
  intent: true,
  intentAt: true,
  writes: true,
  seenIn: true,
} as const satisfies Prisma.SyncLinkSelect;
type StoredLink = Prisma.SyncLinkGetPayload<{ select: typeof linkRow }>;
export type SyncLinkRow = Omit<StoredLink, "base" | "intent" | "writes"> & {
  base: Base;
  intent: Intent | null;
  writes: Readonly<Record<string, readonly number[]>>;
};

/** The intent to delete a record there. */
export const archivedName = "#archived";
export const archiveSent: Intent = {
  [archivedName]: { props: {}, ours: "", decidedBy: "archived", from: null, to: null },
};
