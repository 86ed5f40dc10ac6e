import { LRUCache } from "lru-cache";
import { notFound } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { readCaller } from "@/server/http";
import { inFlight } from "@/server/in-flight";
import { otherMethods } from "@/server/other-methods";
import { readPicture } from "@/server/pictures";
import { draw } from "./draw";

/** Drawn pictures: a link in a busy chat is requested by each of its readers. */
const drawn = new LRUCache<string, ArrayBuffer>({ max: 50 });

/** The picture that messengers show of a link: of what our signature covers, or of no workspace at all. */
export async function GET(request: Request): Promise<Response> {
  const of = new URL(request.url).searchParams.get("of");
  const caller = await readCaller(request.headers);
  try {
    const picture = readPicture(of);
    if (!picture) throw notFound("picture");
    const bytes = drawn.get(of ?? "") ?? (await inFlight(caller, "call", () => draw(picture), request.signal));
    drawn.set(of ?? "", bytes);
    return new Response(bytes, {
      headers: {
        "content-type": "image/png",
        "cache-control": "public, max-age=86400",
        "x-content-type-options": "nosniff",
        "x-request-id": caller.requestId,
      },
    });
  } catch (error) {
    return failureResponse(error, caller.requestId);
  }
}
export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "HEAD");
