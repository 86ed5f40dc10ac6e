import "server-only";
import { type AppError, Overload, toAppError, WrongMethod } from "./errors.ts";
import { log } from "./log.ts";

/** The error response of every transport; an error that the caller did not cause is logged with its reference. */
export function reportFailure(error: unknown, requestId: string, about: Record<string, unknown> = {}): AppError {
  const app = toAppError(error, requestId);
  if (app instanceof Overload) log.debug({ requestId, ...about }, app.message);
  else if (app.code === "INTERNAL" || app.code === "UNAVAILABLE") {
    log.error({ requestId, ...about, err: app.cause ?? app }, app.message);
  }
  return app;
}

/** The error as an HTTP response in the envelope of the REST API. */
export function failureResponse(error: unknown, requestId: string): Response {
  const failure = reportFailure(error, requestId);
  const { status, details = {} } = failure;
  const headers = new Headers({ "cache-control": "no-store", "x-request-id": requestId });
  if (details.retryAfter) headers.set("retry-after", String(details.retryAfter));
  // HTTP requires each 401 to name the authentication scheme (RFC 9110).
  if (status === 401) headers.set("www-authenticate", "Bearer");
  if (failure instanceof WrongMethod) headers.set("allow", failure.allow);
  return Response.json(failureBody(failure), { status, headers });
}

/** The body of a refused request. */
export const failureBody = ({ code, message, details = {} }: AppError) => ({ error: { code, message, details } });
