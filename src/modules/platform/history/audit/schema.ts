import { z } from "zod";
import { id, instant, lineUpTo, queryText, reference } from "@/lib/zod";
import { fieldChange } from "../events/schema";

/** By whom: a member, an API key, Throughline itself, a service that reports to it, its staff, or somebody who did not sign in. */
export const auditActors = ["member", "key", "job", "webhook", "staff", "nobody"] as const;
/** Through which door: each event came through one of them. */
export const auditChannels = ["web", "api", "job", "webhook", "staff"] as const;
export type AuditChannel = (typeof auditChannels)[number];

export const auditFilter = z.object({
  /** Only acts at or after this time, and before that one. */
  from: instant.optional(),
  to: instant.optional(),
  /** Acts of this member themselves. */
  memberId: id.optional(),
  /** Acts of staff, API keys and jobs on behalf of this member. */
  behalfId: id.optional(),
  /** Acts of this API key. */
  keyId: id.optional(),
  via: z.enum(auditChannels).optional(),
  /** The name of an event, `account.updated`. */
  name: lineUpTo(80).optional(),
  /** All events but those of this name. */
  exceptName: lineUpTo(80).optional(),
  entity: lineUpTo(60).optional(),
  /** A record of this entity. */
  recordId: id.optional(),
  /** Events of this name in one bulk act or import. */
  batchId: id.optional(),
  /** A part of what events store, of the name of their record, or of the name of who acted. */
  text: queryText.optional(),
  /** Leaves out the acts of jobs and webhooks. */
  hideJobs: z.boolean().optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const listAuditInput = auditFilter.extend({
  cursor: z.string().max(100).optional(),
  limit: z.int().min(1).max(100).optional(),
  /** Events of one name in a bulk act or an import are one line, at the place of the first one. */
  grouped: z.boolean().optional(),
});

const auditWho = z
  .object({ kind: z.enum(auditActors), id: id.nullable(), name: z.string() })
  .meta({ id: "AuditActor" });
const auditPlace = z
  .object({
    via: z.enum(auditChannels),
    address: z.string().nullable(),
    /** "Chrome on macOS", where the event knows it. */
    device: z.string().nullable(),
  })
  .meta({ id: "AuditPlace" });

const auditGroup = z
  .object({
    batchId: id,
    count: z.int(),
    /** There are more than were counted. */
    more: z.boolean(),
    /** "accounts" */
    records: z.string(),
  })
  .meta({ id: "AuditGroup" });

export const auditRow = z
  .object({
    id,
    at: instant,
    /** The event's name, `account.updated`, and the same in words: "Changed close date". */
    name: z.string(),
    what: z.string(),
    refused: z.boolean(),
    who: auditWho,
    /** The member in whose name staff or an API key acted. */
    behalf: reference.nullable(),
    entity: z.string(),
    /** Null where the reader may not see the record. */
    record: z.object({ id, title: z.string() }).nullable(),
    changes: z.array(fieldChange),
    detail: z.string().nullable(),
    from: auditPlace,
    /** Set where this line is a group: its events are those of this batch with this name. */
    group: auditGroup.nullable(),
  })
  .meta({ id: "AuditEvent" });
export type AuditRow = z.infer<typeof auditRow>;

export const auditPage = z.object({
  rows: z.array(auditRow),
  nextCursor: z.string().nullable(),
  /** Set where the search stopped before the page was full: every match from this time on is found. */
  searchedTo: instant.nullable(),
  /** The plan by its name; it shows this many months, from this time on; null: everything. */
  plan: z.string(),
  months: z.int().nullable(),
  since: instant.nullable(),
});

export const countAuditInput = auditFilter.extend({ grouped: z.boolean().optional() });
/** The lines of each day, in the reader's zone. */
export const auditCounts = z.object({
  days: z.array(z.object({ day: z.string(), count: z.int() })),
  /** Set where the count stopped: days before this time are not counted, and its own day in part. */
  countedTo: instant.nullable(),
});

export const auditIdInput = z.object({ id });

/** The support session that an event belongs to. */
const auditSession = z
  .object({
    id,
    ticket: z.string(),
    write: z.boolean(),
    allowedBy: reference.nullable(),
    allowedAt: instant.nullable(),
  })
  .meta({ id: "AuditSession" });

export const auditEntry = auditRow
  .extend({
    session: auditSession.nullable(),
    requestId: z.string(),
    /** The tab or the program that sent the request. */
    origin: z.string().nullable(),
    /** The job and why it ran, or the ticket of the session. */
    note: z.string().nullable(),
    /** The event as it is stored, without what the reader may not see; secrets are `[redacted]`. */
    recorded: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });

/** The events that the log holds, in words, for its filter. */
export const auditNames = z.array(z.object({ name: z.string(), entity: z.string(), label: z.string() }));

export const exportAuditInput = auditFilter.extend({ cursor: z.string().max(100).optional() });
/** A part of the file: parts are put one after the other, and the last one has no cursor. */
export const auditFile = z.object({
  name: z.string(),
  content: z.string(),
  lines: z.int(),
  nextCursor: z.string().nullable(),
});
