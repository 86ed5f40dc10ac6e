import "@/registry/importers";
import { env } from "@/env";
import { CsvTooLarge } from "@/lib/csv/csv-refusal";
import { addImportFile } from "@/modules/platform/imports/operations/add-file";
import { tenantCtx } from "@/server/access";
import { TooLarge } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { callerOf, refuseForeignOrigin } from "@/server/http";

/** Takes one CSV file as the body, with its name in `?name=`; it is read while it comes in. */
export async function POST(request: Request, { params }: { params: Promise<{ importId: string }> }): Promise<Response> {
  const caller = await callerOf(request.headers);
  try {
    refuseForeignOrigin(request);
    const ctx = await tenantCtx(caller);
    if (Number(request.headers.get("content-length") ?? 0) > env.IMPORT_MAX_BYTES) {
      const { message } = new CsvTooLarge(env.IMPORT_MAX_BYTES);
      throw new TooLarge(message, { fields: [{ path: "content", message }] });
    }
    const name = new URL(request.url).searchParams.get("name") ?? "file.csv";
    const data = await addImportFile(ctx, { id: (await params).importId, name, content: request.body });
    return Response.json(
      { data, meta: {} },
      { status: 201, headers: { "cache-control": "no-store", "x-request-id": caller.requestId } },
    );
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}
