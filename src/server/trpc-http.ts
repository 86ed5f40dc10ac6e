import "server-only";
import { AppError } from "./errors.ts";
import { failureResponse } from "./failure.ts";
import { capBody, readCaller, refuseForeignOrigin } from "./http.ts";
import { createTrpcContext, type TrpcContext } from "./trpc.ts";

const bodyLimit = 1_000_000;

/** Wraps tRPC's own handler with our checks: origin, size, caller. */
export function trpcHandler(handle: (request: Request, createContext: () => TrpcContext) => Promise<Response>) {
  return async function handler(request: Request): Promise<Response> {
    const caller = await readCaller(request.headers);
    const context = createTrpcContext(caller);
    const response = await answer(request, context);
    response.headers.set("cache-control", "no-store");
    response.headers.set("x-request-id", caller.requestId);
    if (context.retryAfter > 0) response.headers.set("retry-after", String(context.retryAfter));
    return response;
  };

  async function answer(request: Request, context: TrpcContext): Promise<Response> {
    try {
      refuseForeignOrigin(request);
      refuseOtherTypes(request);
      return await handle(capBody(request, bodyLimit), () => context);
    } catch (error) {
      return failureResponse(error, context.caller.requestId);
    }
  }
}

/** Rejects forms and bytes: tRPC would read them before it knows the sender, and none of our screens sends them. */
function refuseOtherTypes({ body, headers }: Request): void {
  if (!body || /^application\/json\b/i.test(headers.get("content-type") ?? "")) return;
  throw new AppError("VALIDATION", "Send the body as JSON, with Content-Type: application/json.");
}
