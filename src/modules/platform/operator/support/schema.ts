import { z } from "zod";
import { id, instant, reference, version } from "@/lib/zod";
import { fieldChange } from "@/modules/platform/history/events/schema";
import { sessionStates, supportModes } from "./rules";

export const supportAccess = z
  .object({
    mode: z.enum(supportModes),
    /** Only with the mode "until". */
    endsAt: instant.nullable(),
    /** Staff may also change records. */
    write: z.boolean(),
    /** Null before anyone has chosen. */
    setBy: reference.nullable(),
    setAt: instant.nullable(),
    /** 0 before anyone has chosen. */
    version: z.int(),
  })
  .meta({ id: "SupportAccess" });
export type SupportAccess = z.infer<typeof supportAccess>;

export const setSupportAccessInput = z.object({
  mode: z.enum(supportModes),
  endsAt: instant.nullish(),
  write: z.boolean(),
  /** The version that was shown; 0 before anyone has chosen. */
  version: z.union([z.literal(0), version]),
});

export const supportSession = z
  .object({
    id,
    staff: z.string(),
    member: reference,
    reason: z.string(),
    ticket: z.string(),
    write: z.boolean(),
    minutes: z.int(),
    state: z.enum(sessionStates),
    askedAt: instant,
    startedAt: instant.nullable(),
    /** When it ends or has ended; null before it began. */
    endsAt: instant.nullable(),
    decidedBy: reference.nullable(),
    opened: z.int(),
    changed: z.int(),
    refused: z.int(),
  })
  .meta({ id: "SupportSession" });
export type SupportSession = z.infer<typeof supportSession>;

export const listSupportInput = z.object({ cursor: id.optional() });
export const supportSessions = z.object({ rows: z.array(supportSession), nextCursor: z.string().nullable() });

export const decideSupportInput = z.object({ id, allow: z.boolean() });
export const supportIdInput = z.object({ id });
/** An address below that of the workspace, without what follows a question mark: "/settings/general". */
export const viewPageInput = z.object({
  page: z
    .string()
    .max(200)
    .regex(/^(\/[\w-]+)+$|^\/$/, "Use the address of a page of the workspace."),
});
export const transcriptInput = z.object({ id, cursor: id.optional() });

export const transcriptLine = z
  .object({
    id,
    at: instant,
    kind: z.enum(["life", "opened", "changed", "refused"]),
    /** "Opened Acme Corporation" */
    text: z.string(),
    changes: z.array(fieldChange),
  })
  .meta({ id: "SupportTranscriptLine" });
export const transcript = z.object({
  session: supportSession,
  lines: z.array(transcriptLine),
  nextCursor: id.nullable(),
});
export type Transcript = z.infer<typeof transcript>;
