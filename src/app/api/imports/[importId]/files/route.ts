import "@/registry/operations";
import type { z } from "zod";
import { env } from "@/env";
import { CsvTooLarge } from "@/lib/csv/unreadable-file-error";
import { addImportFile } from "@/modules/platform/data/imports/operations/add-file";
import { uploadQuery } from "@/modules/platform/data/imports/schema";
import { type Caller, tenantCtx } from "@/server/access";
import { TooLarge } from "@/server/errors";
import { readCaller, received, refuseForeignOrigin } from "@/server/http";
import { keyOf } from "@/server/idempotency";
import { inFlight } from "@/server/in-flight";
import { inputSchema, refuseUnknownFields } from "@/server/input-schema";
import { refusedResponse } from "@/server/key-refusals";
import { otherMethods } from "@/server/other-methods";

const query = inputSchema(uploadQuery);

/**
 * Accepts one CSV file, workbook or file of vCards as the body, with its name in `?name=`; it is read while it arrives. `?replaces=`
 * replaces a file of this import, read with other settings.
 */
export async function POST(request: Request, { params }: { params: Promise<{ importId: string }> }): Promise<Response> {
  const caller = await readCaller(request.headers);
  try {
    refuseForeignOrigin(request);
    const { importId } = await params;
    const data = await inFlight(caller, "file", () => take(request, caller, importId), request.signal);
    return Response.json(
      { data, meta: {} },
      { status: 201, headers: { "cache-control": "no-store", "x-request-id": caller.requestId } },
    );
  } catch (error) {
    return refusedResponse(error, caller, request);
  }
}

async function take(request: Request, caller: Caller, importId: string) {
  const ctx = await tenantCtx(caller);
  // Ignoring the key would wrongly promise that the file is imported only once.
  keyOf(request, addImportFile);
  if (Number(request.headers.get("content-length") ?? 0) > env.IMPORT_MAX_BYTES) {
    const { message } = new CsvTooLarge(env.IMPORT_MAX_BYTES);
    throw new TooLarge(message, { fields: [{ path: "content", message }] });
  }
  // The operation reports missing or invalid fields.
  const said = Object.fromEntries(new URL(request.url).searchParams) as z.input<typeof uploadQuery>;
  refuseUnknownFields(query, said);
  const { name, header, replaces, fillDown, ...given } = said;
  const headerRow = header === "none" ? null : Number(header);
  const format = fillDown === undefined ? given : { ...given, fillDown: fillDown.split(",").map(Number) };
  return await addImportFile(ctx, {
    id: importId,
    name,
    content: request.body && received(request.body),
    format: header === undefined ? format : { ...format, headerRow },
    ...(replaces === undefined ? {} : { replaces }),
  });
}
export const { DELETE, GET, HEAD, OPTIONS, PATCH, PUT } = otherMethods("POST");
