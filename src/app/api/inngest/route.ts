import "@/registry/parts";
import { serve } from "inngest/next";
import { env } from "@/env";
import { inngest } from "@/server/inngest";
import { otherMethods } from "@/server/other-methods";
import { clockOf } from "@/server/workflows/clock";
import { functionOf } from "@/server/workflows/functions";
import { jobs } from "@/server/workflows/job";

const client = inngest();

/** Calls of the workflow server, signed ones only. A server of one's own calls where it found the app, Inngest the address that people type. */
export const { GET, POST, PUT } = serve({
  client,
  functions: [...jobs().map((job) => functionOf(client, job)), clockOf(client)],
  ...(env.INNGEST_BASE_URL ? {} : { serveOrigin: env.NEXTAUTH_URL }),
});
export const { DELETE, OPTIONS, PATCH } = otherMethods("GET", "HEAD", "POST", "PUT");
