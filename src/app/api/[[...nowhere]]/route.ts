import { nothingHere, WrongMethod } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { newId } from "@/server/new-id";
import { knownMethods, refusedMethod } from "@/server/refused-methods";

/** Each address below /api that no other route has, for programs, which read no page; and methods that none takes. */
function handler({ headers }: Request): Response {
  const method = refusedMethod(headers);
  return failureResponse(method ? new WrongMethod(method, knownMethods) : nothingHere(), newId());
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
