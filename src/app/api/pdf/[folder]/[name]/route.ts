import { failureResponse } from "@/server/failure";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";
import { readPdfData } from "@/server/pdf-data";

/** Data of the viewer of PDFs, which is the same for everybody. */
export async function GET(
  _: Request,
  { params }: { params: Promise<{ folder: string; name: string }> },
): Promise<Response> {
  try {
    const { folder, name } = await params;
    const { content, type } = await readPdfData(folder, name);
    return new Response(new Uint8Array(content), {
      headers: { "content-type": type, "cache-control": "public, max-age=86400", "x-content-type-options": "nosniff" },
    });
  } catch (error) {
    return failureResponse(error, newId());
  }
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
