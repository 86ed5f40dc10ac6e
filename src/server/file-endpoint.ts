import "server-only";
import { tenantCtx } from "./access.ts";
import type { Ctx } from "./context.ts";
import { readCaller } from "./http.ts";
import { inFlight } from "./in-flight.ts";
import { refusedResponse } from "./key-refusals.ts";

interface Answer {
  body: BodyInit | null;
  status?: number;
  headers: Record<string, string>;
}

/** The handler of a GET by which a member downloads from a workspace; `answer` checks the right to it. */
export function fileEndpoint<P>(answer: (ctx: Ctx, params: P, request: Request) => Promise<Answer>) {
  return async (request: Request, { params }: { params: Promise<P> }): Promise<Response> => {
    const workspace = new URL(request.url).searchParams.get("workspace") ?? undefined;
    const caller = await readCaller(request.headers, workspace);
    try {
      const input = await params;
      const ask = async () => await answer(await tenantCtx(caller), input, request);
      const { body, status = 200, headers } = await inFlight(caller, "call", ask, request.signal);
      const always = { "x-content-type-options": "nosniff", "cache-control": "no-store" };
      return new Response(body, { status, headers: { ...always, "x-request-id": caller.requestId, ...headers } });
    } catch (error) {
      return refusedResponse(error, caller, request);
    }
  };
}

/** The headers of a file that the browser saves under this name. */
export const savedAs = (name: string, type: string) => ({
  "content-type": type,
  "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
});
