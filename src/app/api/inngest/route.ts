import "@/registry/parts";
import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { env } from "@/env";
import { failureResponse } from "@/server/failure";
import { capBody } from "@/server/http";
import { inngest } from "@/server/inngest";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";
import { clockOf } from "@/server/workflows/clock";
import { functionOf } from "@/server/workflows/functions";
import { jobs } from "@/server/workflows/job";

const client = inngest();

/** What would make a call larger than some 4 MB the workflow server leaves out, and the SDK asks for it. */
const bodyLimit = 8_000_000;

/** Calls of the workflow server, signed ones only. A server of one's own calls where it found the app, Inngest the address that people type. */
const sdk = serve({
  client,
  functions: [...jobs().map((job) => functionOf(client, job)), clockOf(client)],
  ...(env.INNGEST_BASE_URL ? {} : { serveOrigin: env.NEXTAUTH_URL }),
});

/** The SDK reads a body to its end before it asks who signed it: what is too large never gets there. */
const capped =
  (handle: typeof sdk.POST): typeof sdk.POST =>
  async (request, context) => {
    try {
      const { url, method, headers } = request;
      const body = await capBody(request, bodyLimit).text();
      return await handle(new NextRequest(url, { method, headers, body }), context);
    } catch (error) {
      return failureResponse(error, newId());
    }
  };

export const { GET } = sdk;
export const POST = capped(sdk.POST);
export const PUT = capped(sdk.PUT);
export const { DELETE, OPTIONS, PATCH } = otherMethods("GET", "HEAD", "POST", "PUT");
