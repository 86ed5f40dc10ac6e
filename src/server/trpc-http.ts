import "server-only";
import type { Caller } from "./access.ts";
import { errorStatus, retryAfter } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { callerOf, capBody, refuseForeignOrigin } from "./http.ts";
import { createTrpcContext, type TrpcContext } from "./trpc.ts";

const bodyLimit = 1_000_000;

/** Wraps tRPC's own handler with the checks of our door: origin, size, caller. */
export function trpcHandler(handle: (request: Request, createContext: () => TrpcContext) => Promise<Response>) {
  return async function handler(request: Request): Promise<Response> {
    const caller = await callerOf(request.headers);
    const response = await answer(request, caller);
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-request-id", caller.requestId);
    if (response.status === errorStatus.UNAVAILABLE) response.headers.set("retry-after", String(retryAfter));
    return response;
  };

  async function answer(request: Request, caller: Caller): Promise<Response> {
    try {
      refuseForeignOrigin(request);
      const context = createTrpcContext(caller);
      return await handle(capBody(request, bodyLimit), () => context);
    } catch (error) {
      return failureResponse(error, caller.requestId);
    }
  }
}
