import "@/registry/operations";
import { openExport } from "@/modules/platform/workspace/tenants/exports/operations/files";
import { tenantCtx } from "@/server/access";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";

/** The zip file of an export, for the owner who requested it: the right is checked again here. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const workspace = new URL(request.url).searchParams.get("workspace") ?? undefined;
  const caller = await readCaller(request.headers, workspace);
  try {
    const { id } = await params;
    const ask = async () => await openExport(await tenantCtx(caller), id);
    const file = await inFlight(caller, "call", ask, request.signal);
    return new Response(file.content, {
      headers: {
        "content-type": "application/zip",
        "content-length": String(file.size),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "x-request-id": caller.requestId,
      },
    });
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
