import "server-only";
import type { z } from "zod";
import { oneStop } from "@/lib/text";
import { sameAcrossBundles } from "./across-bundles.ts";

export const errorStatus = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  VALIDATION: 422,
  CONFLICT: 409,
  CURSOR_EXPIRED: 410,
  LIMIT_REACHED: 402,
  MODULE_OFF: 403,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/** Why a cursor ends before its reader does: what the reader may see changed, it is too old, or the data were restored. */
export const cursorEndings = ["rights", "age", "restored"] as const;
export type CursorEnding = (typeof cursorEndings)[number];

export interface FieldProblem {
  path: string;
  message: string;
}
export interface ErrorDetails {
  fields?: FieldProblem[];
  current?: unknown;
  reference?: string;
  retryAfter?: number;
  [key: string]: unknown;
}

/** The only error that crosses a transport: a code, a sentence for people, and details for programs. */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  constructor(code: ErrorCode, message: string, details?: ErrorDetails, cause?: unknown) {
    super(oneStop(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }

  /** Status of the HTTP response. */
  get status(): number {
    return errorStatus[this.code];
  }
}

/** VALIDATION for a request body that exceeds the limit: 413. */
export class TooLarge extends AppError {
  constructor(message: string, details?: ErrorDetails) {
    super("VALIDATION", message, details);
  }

  override get status(): number {
    return 413;
  }
}

/** VALIDATION for a method that an address does not accept: 405, with the accepted methods. */
export class WrongMethod extends AppError {
  readonly allow: string;
  constructor(method: string, allowed: readonly string[]) {
    super("VALIDATION", `This address does not accept ${method}. It accepts ${allowed.join(", ")}.`);
    this.allow = allowed.join(", ");
  }

  override get status(): number {
    return 405;
  }
}

/** UNAVAILABLE for a request that waited too long for its turn; the log summarizes many of them in one line. */
export class Overload extends AppError {
  constructor(message: string, details?: ErrorDetails) {
    super("UNAVAILABLE", message, details);
  }
}

for (const [name, of] of Object.entries({ AppError, TooLarge, WrongMethod, Overload })) sameAcrossBundles(of, name);

/** NOT_FOUND, the same for an unknown id, one of another workspace and a malformed one. */
export function notFound(entity = "record"): AppError {
  return new AppError("NOT_FOUND", `This ${entity} does not exist, or you are not allowed to see it.`);
}

/** NOT_FOUND for an address of the API that no operation has. */
export const nothingHere = () => new AppError("NOT_FOUND", "There is nothing at this address. See /api/docs.");

/** VALIDATION for one field, in the form of a schema error. */
export function invalid(path: string, message: string): AppError {
  return new AppError("VALIDATION", message, { fields: [{ path, message }] });
}

/** Turns a failed parse into VALIDATION with paths. */
export function parseFailure(error: z.ZodError): AppError {
  const fields = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = fields[0];
  if (!first) return new AppError("VALIDATION", "The input is not valid.", { fields });
  return new AppError("VALIDATION", first.path ? `${first.path}: ${first.message}` : first.message, { fields });
}

const unavailableCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "53300",
  "55P03",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
]);

function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current: unknown = error;
  for (let depth = 0; current && typeof current === "object" && depth < 6; depth++) {
    yield current as Record<string, unknown>;
    const entry = current as { cause?: unknown; meta?: { driverAdapterError?: unknown } };
    current = entry.cause ?? entry.meta?.driverAdapterError;
  }
}

/** SQLSTATE of a database error, wherever the driver put it. */
export function sqlState(error: unknown): string | undefined {
  for (const entry of chain(error)) {
    for (const key of ["originalCode", "code"]) {
      const value = entry[key];
      if (typeof value === "string" && /^[0-9A-Z]{5}$/.test(value) && !value.startsWith("P2")) return value;
    }
  }
  return undefined;
}

/** Whether a database error names this constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  for (const entry of chain(error)) {
    const texts = [entry.message, entry.originalMessage];
    if (texts.some((text) => typeof text === "string" && text.includes(`"${constraint}"`))) return true;
  }
  return false;
}

function isUnavailable(error: unknown): boolean {
  for (const entry of chain(error)) {
    if (typeof entry.code === "string" && (unavailableCodes.has(entry.code) || entry.code.startsWith("08")))
      return true;
    if (typeof entry.originalCode === "string" && unavailableCodes.has(entry.originalCode)) return true;
    if (
      typeof entry.kind === "string" &&
      ["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"].includes(entry.kind)
    )
      return true;
    if (
      typeof entry.message === "string" &&
      /Connection terminated|is not queryable|Server has closed the connection|timeout exceeded when trying to connect|Query read timeout|Unable to start a transaction/.test(
        entry.message,
      )
    )
      return true;
  }
  return false;
}

/** SQLSTATEs that say nothing about the server: the statement took too long, or another transaction held its rows. */
const ofOneStatement = new Set(["57014", "55P03"]);

/** Whether the error means that the database was unreachable, whatever the statement. */
export function databaseIsUnreachable(error: unknown): boolean {
  return isUnavailable(error) && !ofOneStatement.has(sqlState(error) ?? "");
}

/** Whether a write conflicted with another one: a value taken, a record gone, or a record that points to it. */
export function isOvertaken(error: unknown): boolean {
  const { code } = error as { code?: string };
  return ["P2002", "P2003", "P2025"].includes(code ?? "") || ["23503", "23505"].includes(sqlState(error) ?? "");
}

/** The unique index that a write violated; null if it failed for another reason. */
function violatedIndex(error: unknown): string | null {
  if (sqlState(error) !== "23505") return null;
  for (const entry of chain(error)) {
    const { index } = (entry.constraint ?? {}) as { index?: unknown };
    const found = index ?? entry.constraint ?? /unique constraint "(\w+)"/.exec(String(entry.originalMessage))?.[1];
    if (typeof found === "string") return found;
  }
  return "unknown";
}

/**
 * Explains a violated unique index by its name (`products_tenant_id_sku_key_key`): VALIDATION for the last column,
 * which is the field that the user typed; CONFLICT if the name tells no field.
 */
function taken(index: string, error: unknown): AppError {
  if (index === "custom_values_unique")
    return new AppError(
      "VALIDATION",
      "Another record already has this value in a custom field. Use a different value.",
      undefined,
      error,
    );
  const parts = index.replace(/(?:_key)+$/, "").split("_id_");
  const column = parts.length > 1 ? parts.at(-1) : undefined;
  if (!column)
    return new AppError("CONFLICT", "Another record already has this value. Use a different one.", undefined, error);
  const path = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const message = `Another record already has this ${path}. Use a different one.`;
  return new AppError("VALIDATION", message, { fields: [{ path, message }] }, error);
}

/** The SQLSTATE of the triggers that keep staff accounts and workspace members apart. */
const staffOrMember = "TL001";
const eitherStaffOrMember =
  "A staff account cannot be a member of a workspace. Use another account with a different address.";

/** Seconds after which a client may retry when the database did not answer. */
const retryAfter = 2;

/** The state of the data after a server failure, and the next step, in words for people. */
const advice = {
  nothing: {
    unavailable: "Nothing was changed. Try again in a moment.",
    internal: "Nothing was changed. Try again, and report the reference if it happens again.",
  },
  unknown: {
    unavailable: "Your change may or may not have been saved. Check before you repeat it.",
    internal:
      "Your change may or may not have been saved. Check before you repeat it, and report the reference if it happens again.",
  },
};

/** Any thrown value as an AppError; an unknown one becomes INTERNAL with the request id as reference. */
export function toAppError(error: unknown, reference: string): AppError {
  return mapped(error, reference, advice.nothing);
}

/**
 * Marks an error after which data may have been saved: the connection was lost during the commit, or the act spans
 * several transactions. Errors that the caller caused are returned unchanged.
 */
export function unsure(error: unknown, reference: string): unknown {
  const app = mapped(error, reference, advice.unknown);
  return app.code === "UNAVAILABLE" || app.code === "INTERNAL" ? app : error;
}

/** Whether the database rejected the transaction: then it is rolled back, even at COMMIT. */
export function refusedByDatabase(error: unknown): boolean {
  return (sqlState(error) !== undefined || (error as { code?: unknown }).code === "P2028") && !isUnavailable(error);
}

/** Whether a foreign key names a record that does not exist in this workspace; not that one still points to a deleted row. */
function namesNothing(error: unknown): boolean {
  if (sqlState(error) !== "23503") return false;
  const texts = [...chain(error)].flatMap(({ message, originalMessage }) => [message, originalMessage]);
  return !texts.some((text) => typeof text === "string" && text.includes("update or delete on table"));
}

/** A row that Prisma did not find. Known by its name: each copy of this module may have a class of its own. */
function isMissing(error: unknown): boolean {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown };
  return name === "PrismaClientKnownRequestError" && (code === "P2025" || code === "P2003");
}

function mapped(error: unknown, reference: string, then: typeof advice.nothing): AppError {
  if (error instanceof AppError) return error;
  if (isUnavailable(error)) {
    const cause =
      sqlState(error) === "55P03"
        ? "Another process is using this record, perhaps an import that is being checked. Try again in a moment."
        : "The database is not responding.";
    return new AppError("UNAVAILABLE", `${cause} ${then.unavailable}`, { retryAfter, reference }, error);
  }
  const index = violatedIndex(error);
  if (index) return taken(index, error);
  if (sqlState(error) === staffOrMember) return new AppError("FORBIDDEN", eitherStaffOrMember, undefined, error);
  if (isMissing(error) || namesNothing(error)) return new AppError("NOT_FOUND", notFound().message, undefined, error);
  return new AppError("INTERNAL", `Something went wrong on our side. ${then.internal}`, { reference }, error);
}
