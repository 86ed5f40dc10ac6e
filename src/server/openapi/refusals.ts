import "server-only";
import { cursorEndings, type ErrorCode, errorStatus } from "../errors.ts";
import type { AnyOperation } from "../operation.ts";
import type { Json } from "./components.ts";

interface Refusal {
  name: string;
  status: number;
  codes: readonly ErrorCode[];
  description: string;
  /** The properties that the error may have for programs. */
  details?: Json;
  headers?: Json;
}

const retryAfter = { description: "Seconds to wait.", required: true, schema: { type: "integer", minimum: 1 } };
const listOfFields = {
  type: "array",
  description: "Each wrong field with its path in the input, and what is wrong.",
  items: {
    type: "object",
    properties: { path: { type: "string" }, message: { type: "string" } },
    required: ["path", "message"],
  },
};

const unauthenticated: Refusal = {
  name: "Unauthenticated",
  status: 401,
  codes: ["UNAUTHENTICATED"],
  description: "The key or session is missing, unknown, expired or revoked.",
};
const limitReached: Refusal = {
  name: "LimitReached",
  status: 402,
  codes: ["LIMIT_REACHED"],
  description: "A limit of the plan, or a budget that stops at its amount, is used up.",
};
const forbidden: Refusal = {
  name: "Forbidden",
  status: 403,
  codes: ["FORBIDDEN", "MODULE_OFF"],
  description:
    "The caller lacks the right, the workspace is suspended or read-only, or the module is off. Nothing was changed.",
};
const notFound: Refusal = {
  name: "NotFound",
  status: 404,
  codes: ["NOT_FOUND"],
  description: "There is no such record or workspace, or the caller may not see it.",
};
const conflict: Refusal = {
  name: "Conflict",
  status: 409,
  codes: ["CONFLICT"],
  description: "The record has changed since it was read, or what is asked is at odds with another record.",
  details: {
    current: { description: "The record as it is now, where its version was not the newest." },
    reason: { type: "string", description: "For programs: duplicate, several." },
    id: { type: "string", format: "uuid", description: "The record that is there already, of a duplicate." },
    ids: { type: "array", items: { type: "string", format: "uuid" }, description: "The first of several that match." },
  },
};
const gone: Refusal = {
  name: "CursorExpired",
  status: errorStatus.CURSOR_EXPIRED,
  codes: ["CURSOR_EXPIRED"],
  description: "The cursor has ended. Read all records again, and go on from a new cursor.",
  details: { reason: { type: "string", enum: cursorEndings, description: "Why it ended." } },
};
const tooLarge: Refusal = {
  name: "TooLarge",
  status: 413,
  codes: ["VALIDATION"],
  description: "The body is larger than this address takes.",
};
const invalid: Refusal = {
  name: "Invalid",
  status: 422,
  codes: ["VALIDATION"],
  description: "A field is wrong, missing or unknown. Nothing was changed.",
  details: { fields: listOfFields },
};
const tooMany: Refusal = {
  name: "TooManyRequests",
  status: 429,
  codes: ["RATE_LIMITED"],
  description: "Too many requests. Wait as long as Retry-After says.",
  details: { retryAfter: { type: "integer", description: "Seconds to wait." } },
  headers: { "Retry-After": retryAfter },
};
/** Whatever else fails: it is not the caller's fault, and may succeed later. */
const failure: Refusal = {
  name: "Failure",
  status: errorStatus.INTERNAL,
  codes: ["UNAVAILABLE", "INTERNAL"],
  description: "The service is busy or failed. Nothing was changed; try again later.",
  details: { reference: { type: "string", description: "Names the failure in the log." } },
};

const everywhere = [unauthenticated, limitReached, forbidden, notFound, invalid, tooMany];

/** The refusals that an operation can answer, by status, as references to the responses of the document. */
export function refusalsOf(
  { kind, conflicts, cursorEnds }: Pick<AnyOperation, "kind" | "conflicts" | "cursorEnds">,
  method: string,
): Json {
  const mayConflict = kind === "mutation" || conflicts === true;
  const own = [
    ...everywhere,
    ...(mayConflict ? [conflict] : []),
    ...(cursorEnds ? [gone] : []),
    ...(method === "GET" ? [] : [tooLarge]),
  ];
  const references = own.map(({ status, name }): [string, Json] => [String(status), referenceTo(name)]);
  return { ...Object.fromEntries(references), default: referenceTo(failure.name) };
}

const referenceTo = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** The responses that `refusalsOf` refers to, by their names. */
export const refusals = (): Json =>
  Object.fromEntries(
    [...everywhere, conflict, gone, tooLarge, failure].map((refusal) => [refusal.name, responseOf(refusal)]),
  );

function responseOf({ codes, description, details, headers }: Refusal): Json {
  const error = {
    type: "object",
    properties: {
      code: { type: "string", enum: codes },
      message: { type: "string", description: "A sentence for people." },
      details: { type: "object", ...(details ? { properties: details } : {}) },
    },
    required: ["code", "message"],
  };
  const schema = { type: "object", properties: { error }, required: ["error"] };
  return { description, ...(headers ? { headers } : {}), content: { "application/json": { schema } } };
}
