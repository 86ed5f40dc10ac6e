import { nothingHere } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { newId } from "@/server/new-id";

/** Each address below /api that no other route has, for programs, which read no page. */
function handler(): Response {
  return failureResponse(nothingHere(), newId());
}

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
