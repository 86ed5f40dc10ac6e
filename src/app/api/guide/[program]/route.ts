import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nothingHere } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { newId } from "@/server/new-id";
import { otherMethods } from "@/server/other-methods";

/** The programs that the guide for integrators links to. */
const programs = ["client.ts", "spreadsheet.ts"];

/** One of them as text; NOT_FOUND for any other name. */
export async function GET(_request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  if (!programs.includes(program)) return failureResponse(nothingHere(), newId());
  const text = await readFile(join(process.cwd(), "docs/guides", program), "utf8");
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
