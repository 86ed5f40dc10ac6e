import "@/registry/register";
import { serve } from "inngest/next";
import { failureResponse } from "@/server/failure";
import { inngest } from "@/server/inngest";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";
import { functionOf, platformFunctionOf } from "@/server/workflows/functions";
import { jobs, platformJobs } from "@/server/workflows/job";
import { type Call, readCall, requireFirst, requireOurs, serveOrigin, servePath } from "@/server/workflows/signed-call";

const client = inngest();

/** Signed calls of the workflow server; registers the address that the operator configured. */
const sdk = serve({
  client,
  functions: [
    ...jobs().map((job) => functionOf(client, job)),
    ...platformJobs().map((job) => platformFunctionOf(client, job)),
  ],
  serveOrigin,
  servePath,
  enableUnauthedSync: false,
});

type Handle = typeof sdk.POST;

/** A refusal does not end a run: the workflow server signs another call and retries. */
const door =
  (act: (call: Call, context: Parameters<Handle>[1]) => Promise<Response>): Handle =>
  async (request, context) => {
    try {
      return await act(await readCall(request), context);
    } catch (error) {
      const refused = failureResponse(error, newId());
      refused.headers.set("x-inngest-no-retry", "false");
      return refused;
    }
  };

export const GET = door(({ request }, context) => sdk.GET(request, context));
export const PUT = door(({ request }, context) => sdk.PUT(request, context));
export const POST = door(async (call, context) => {
  requireOurs(call);
  await requireFirst(call);
  return await sdk.POST(call.request, context);
});
export const { DELETE, OPTIONS, PATCH } = otherMethods("GET", "HEAD", "POST", "PUT");
