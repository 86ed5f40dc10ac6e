import "@/registry/operations";
import { Readable } from "node:stream";
import { errorFile } from "@/modules/platform/data/imports/operations/error-file";
import { tenantCtx } from "@/server/access";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";

interface Params {
  importId: string;
  fileId: string;
}

/** The rows of a file that were not imported, as CSV with their reasons. */
export async function GET(request: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const url = new URL(request.url);
  const caller = await readCaller(request.headers, url.searchParams.get("workspace") ?? undefined);
  try {
    const { importId, fileId } = await params;
    const file = await inFlight(
      caller,
      "call",
      async () => errorFile(await tenantCtx(caller), importId, fileId),
      request.signal,
    );
    return new Response(Readable.toWeb(Readable.from(file.content)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
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
