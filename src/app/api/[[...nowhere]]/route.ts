import { nothingHere, WrongMethod } from "@/server/errors";
import { failureResponse } from "@/server/failure";
import { newId } from "@/server/new-id";
import { knownMethods, refusedMethod } from "@/server/refused-methods";

/** Any other address below /api: programs get an answer in the API's form, also for unsupported methods. */
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
