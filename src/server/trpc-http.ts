import "server-only";
import { errorStatus, toAppError } from "./errors.ts";
import { callerOf, capBody, refuseForeignOrigin } from "./http.ts";
import { createTrpcContext, type TrpcContext } from "./trpc.ts";

const bodyLimit = 1_000_000;

/** Wraps tRPC's own handler with the checks of our door: origin, size, caller. */
export function trpcHandler(handle: (request: Request, createContext: () => TrpcContext) => Promise<Response>) {
  return async function handler(request: Request): Promise<Response> {
    const caller = await callerOf(request.headers);
    try {
      refuseForeignOrigin(request);
      const context = createTrpcContext(caller);
      const response = await handle(capBody(request, bodyLimit), () => context);
      response.headers.set("cache-control", "no-store");
      response.headers.set("x-request-id", caller.requestId);
      return response;
    } catch (error) {
      const app = toAppError(error, caller.requestId);
      return Response.json(
        { error: { code: app.code, message: app.message, details: app.details ?? {} } },
        { status: errorStatus[app.code] },
      );
    }
  };
}
