import { z } from "zod";
import { defineEvents, noData } from "@/lib/events";

/** Acts outside any workspace; they go into the global log of identity events. */
export const personEvents = defineEvents("person", {
  signedUp: noData,
  signUpRepeated: noData,
  verificationResent: noData,
  verified: noData,
  signedIn: z.object({ sessionId: z.uuid() }),
  signInRefused: z.object({ reason: z.enum(["password", "unverified"]) }),
  signedOut: z.object({ sessionId: z.uuid() }),
  resetRequested: noData,
  passwordReset: z.object({ sessionsEnded: z.int() }),
  passwordChanged: z.object({ sessionsEnded: z.int() }),
  sessionRevoked: z.object({ sessionId: z.uuid() }),
  otherSessionsRevoked: z.object({ sessionsEnded: z.int() }),
  profileUpdated: z.object({ before: z.object({ name: z.string() }), after: z.object({ name: z.string() }) }),
});
