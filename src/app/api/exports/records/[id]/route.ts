import "@/registry/operations";
import { Readable } from "node:stream";
import { openRecordExport } from "@/modules/platform/data/exports/operations/files";
import { tenantCtx } from "@/server/access";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { refusedResponse } from "@/server/key-refusals";
import { otherMethods } from "@/server/other-methods";

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** A file of records, for the member who requested it: the rights are checked again here, and while it is streamed. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const workspace = new URL(request.url).searchParams.get("workspace") ?? undefined;
  const caller = await readCaller(request.headers, workspace);
  try {
    const { id } = await params;
    const ask = async () => await openRecordExport(await tenantCtx(caller), id);
    const file = await inFlight(caller, "call", ask, request.signal);
    return new Response(Readable.toWeb(file.content) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": types[file.format],
        ...(file.size === null ? {} : { "content-length": String(file.size) }),
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "x-request-id": caller.requestId,
      },
    });
  } catch (error) {
    return refusedResponse(error, caller, request);
  }
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
