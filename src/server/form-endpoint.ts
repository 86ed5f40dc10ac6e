import "server-only";
import { tenantCtx } from "./access.ts";
import type { Ctx } from "./context.ts";
import { capBody, readCaller, refuseForeignOrigin } from "./http.ts";
import { inFlight } from "./in-flight.ts";
import { refusedResponse } from "./key-refusals.ts";

const bodyLimit = 10_000;

/** An endpoint for an operation that a vendor's client calls: it receives a form and gets the bare result. */
export function formEndpoint(operation: (ctx: Ctx, input: never) => Promise<unknown>) {
  return async function handle(request: Request): Promise<Response> {
    const caller = await readCaller(request.headers);
    try {
      refuseForeignOrigin(request);
      const run = async () => {
        const fields = new URLSearchParams(await capBody(request, bodyLimit).text());
        return await operation(await tenantCtx(caller), Object.fromEntries(fields) as never);
      };
      const answer = await inFlight(caller, "call", run, request.signal);
      return Response.json(answer, { headers: { "cache-control": "no-store", "x-request-id": caller.requestId } });
    } catch (error) {
      return refusedResponse(error, caller, request);
    }
  };
}
