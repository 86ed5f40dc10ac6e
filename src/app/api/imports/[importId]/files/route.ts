import "@/registry/operations";
import { env } from "@/env";
import { CsvTooLarge } from "@/lib/csv/csv-refusal";
import { addImportFile } from "@/modules/platform/imports/operations/add-file";
import { tenantCtx } from "@/server/access";
import { TooLarge } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { callerOf, refuseForeignOrigin } from "@/server/http";

type Format = NonNullable<Parameters<typeof addImportFile>[1]["format"]>;

/** `?encoding=`, `?delimiter=` and `?header=` (a row, or "none"), as far as they are said; the operation checks them. */
function formatOf(said: URLSearchParams): Format {
  const format: Record<string, unknown> = {};
  for (const part of ["encoding", "delimiter"]) if (said.has(part)) format[part] = said.get(part);
  const header = said.get("header");
  if (header !== null) format.headerRow = header === "none" ? null : Number(header);
  return format as Format;
}

/**
 * Takes one CSV file as the body, with its name in `?name=`; it is read while it comes in. With `?replaces=` it takes the
 * place of a file of this import, read in another way.
 */
export async function POST(request: Request, { params }: { params: Promise<{ importId: string }> }): Promise<Response> {
  const caller = await callerOf(request.headers);
  try {
    refuseForeignOrigin(request);
    const ctx = await tenantCtx(caller);
    if (Number(request.headers.get("content-length") ?? 0) > env.IMPORT_MAX_BYTES) {
      const { message } = new CsvTooLarge(env.IMPORT_MAX_BYTES);
      throw new TooLarge(message, { fields: [{ path: "content", message }] });
    }
    const said = new URL(request.url).searchParams;
    const data = await addImportFile(ctx, {
      id: (await params).importId,
      name: said.get("name") ?? "file.csv",
      content: request.body,
      format: formatOf(said),
      ...(said.has("replaces") ? { replaces: said.get("replaces") ?? "" } : {}),
    });
    return Response.json(
      { data, meta: {} },
      { status: 201, headers: { "cache-control": "no-store", "x-request-id": caller.requestId } },
    );
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}
