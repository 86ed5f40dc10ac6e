import "@/registry/operations";
import { sendPart } from "@/modules/platform/data/files/operations/parts";
import { type Caller, tenantCtx } from "@/server/access";
import { readCaller, received, refuseForeignOrigin } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { refusedResponse } from "@/server/key-refusals";
import { otherMethods } from "@/server/other-methods";

interface Named {
  id: string;
  number: string;
}

/** Takes a part of an upload as the body, and hands it on to storage as it comes in. */
async function take(request: Request, { params }: { params: Promise<Named> }): Promise<Response> {
  const workspace = new URL(request.url).searchParams.get("workspace") ?? undefined;
  const caller = await readCaller(request.headers, workspace);
  try {
    refuseForeignOrigin(request);
    const named = await params;
    const data = await inFlight(caller, "file", () => send(request, caller, named), request.signal);
    return Response.json(
      { data, meta: {} },
      { status: 201, headers: { "cache-control": "no-store", "x-request-id": caller.requestId } },
    );
  } catch (error) {
    return refusedResponse(error, caller, request);
  }
}

async function send(request: Request, caller: Caller, { id, number }: Named) {
  const ctx = await tenantCtx(caller);
  const length = request.headers.get("content-length");
  return await sendPart(ctx, {
    id,
    number: Number(number),
    size: length === null ? null : Number(length),
    content: request.body && received(request.body),
  });
}

export { take as POST, take as PUT };
export const { DELETE, GET, HEAD, OPTIONS, PATCH } = otherMethods("POST", "PUT");
