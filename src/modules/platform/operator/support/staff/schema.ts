import { z } from "zod";
import { orList } from "@/lib/text";
import { id, instant, lineUpTo } from "@/lib/zod";
import { sessionMinutes, sessionStates, supportModes } from "../rules";

export const openSupportInput = z.object({
  workspaceId: id,
  memberId: id,
  /** The customer reads both. */
  reason: lineUpTo(500),
  ticket: lineUpTo(60),
  minutes: z.literal([...sessionMinutes], `Choose ${orList(sessionMinutes.map(String))} minutes.`),
  write: z.boolean(),
});
export const openedSupport = z.object({ id, state: z.enum(["open", "asked"]), slug: z.string() });
export const supportIdInput = z.object({ id });

export const supportTargetInput = z.object({ workspaceId: id });
export const supportTarget = z.object({
  mode: z.enum(supportModes),
  endsAt: instant.nullable(),
  write: z.boolean(),
  members: z.array(z.object({ id, name: z.string(), role: z.string() })),
});

export const mySupport = z.array(
  z.object({
    id,
    workspace: z.object({ id, name: z.string(), slug: z.string() }),
    member: z.string(),
    reason: z.string(),
    ticket: z.string(),
    write: z.boolean(),
    minutes: z.int(),
    askedAt: instant,
    startedAt: instant.nullable(),
    endsAt: instant.nullable(),
    state: z.enum(sessionStates),
  }),
);
export type MySupport = z.infer<typeof mySupport>[number];
