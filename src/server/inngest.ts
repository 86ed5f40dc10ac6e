import "server-only";
import { Inngest } from "inngest";
import { env } from "@/env";
import { log } from "./log.ts";

let client: Inngest | undefined;

/** Inngest, or the server that speaks its protocol: signed calls only. */
export function inngest(): Inngest {
  client ??= new Inngest({
    id: "throughline",
    isDev: false,
    eventKey: env.INNGEST_EVENT_KEY,
    signingKey: env.INNGEST_SIGNING_KEY,
    ...(env.INNGEST_SIGNING_KEY_FALLBACK ? { signingKeyFallback: env.INNGEST_SIGNING_KEY_FALLBACK } : {}),
    ...(env.INNGEST_BASE_URL ? { baseUrl: env.INNGEST_BASE_URL } : {}),
    // One call for each step, which every server of the protocol supports.
    checkpointing: false,
    aiMetadata: false,
    logger: log.child({ component: "inngest" }),
  });
  return client;
}
