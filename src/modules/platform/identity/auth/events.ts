import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

/** A proof of a person besides the password. */
const kind = z.enum(["totp", "passkey"]);
const factor = z.enum([...kind.options, "recoveryCode"]);

/** Acts outside any workspace; they go into the global log of identity events. */
export const personEvents = defineEvents("person", {
  signedUp: noData,
  signUpRepeated: noData,
  verificationResent: noData,
  verified: noData,
  signedIn: z.object({ sessionId: z.uuid(), factor: factor.optional() }),
  signInRefused: z.object({ reason: z.enum(["password", "unverified", "code", "passkey"]) }),
  confirmed: z.object({ sessionId: z.uuid(), by: z.enum(["password", ...factor.options]) }),
  confirmationRefused: z.object({ by: z.enum(["password", "code", "passkey"]) }),
  factorAdded: z.object({ factor: kind, name: z.string() }),
  factorRemoved: z.object({ factor: kind, name: z.string() }),
  factorsReset: z.object({ operatorReason: z.string(), sessionsEnded: z.int() }),
  passkeyRenamed: z.object({ before: z.object({ name: z.string() }), after: z.object({ name: z.string() }) }),
  recoveryCodesMade: z.object({ codes: z.int() }),
  recoveryCodeUsed: z.object({ left: z.int() }),
  emailChangeAsked: z.object({ email: z.string() }),
  emailChangeCancelled: noData,
  emailChanged: z.object({ before: z.object({ email: z.string() }), after: z.object({ email: z.string() }) }),
  signedOut: z.object({ sessionId: z.uuid() }),
  resetRequested: noData,
  passwordReset: z.object({ sessionsEnded: z.int() }),
  passwordChanged: z.object({ sessionsEnded: z.int() }),
  sessionRevoked: z.object({ sessionId: z.uuid() }),
  otherSessionsRevoked: z.object({ sessionsEnded: z.int() }),
  profileUpdated: z.object({ before: z.object({ name: z.string() }), after: z.object({ name: z.string() }) }),
});
