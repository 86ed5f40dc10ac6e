import "server-only";
import type { z } from "zod";
import type { Actor, IdentityActor } from "./actor.ts";
import { AppError } from "./errors.ts";
import type { CommonDef, Kind } from "./operation-def.ts";

/** How long a confirmed identity counts for acts that ask for one. */
export const confirmedForMs = 10 * 60_000;

/**
 * Throws if an act needs a recently confirmed identity and the session has none. Work that no request began has no
 * session, and was allowed when it was started.
 */
export function requireConfirmed<I extends z.ZodType>(
  { stepUp }: Pick<CommonDef<Kind, I, z.ZodType>, "stepUp">,
  actor: Actor | IdentityActor,
  input: z.output<I>,
): void {
  if (stepUp === true || stepUp?.(input)) requireProof(actor);
}

/** Throws likewise, for an act whose risk shows only from the rows that it changes. */
export function requireProof(actor: Actor | IdentityActor): void {
  if ((actor.type !== "user" && actor.type !== "person") || actor.confirmedAt === undefined) return;
  requireFresh(actor.confirmedAt);
}

/** Throws if the session's identity was never confirmed, or too long ago. */
export function requireFresh(confirmedAt: Date | null): void {
  if (confirmedAt && Date.now() - confirmedAt.getTime() < confirmedForMs) return;
  throw new AppError("FORBIDDEN", "Confirm your identity to continue.", { reason: "confirm" });
}
