import "server-only";
import { initTRPC, TRPCError } from "@trpc/server";
import type { z } from "zod";
import { type Caller, identityCtx, tenantCtx } from "./access.ts";
import type { Ctx, IdentityCtx } from "./context.ts";
import { AppError, type ErrorCode, TooLarge } from "./errors.ts";
import { reportFailure } from "./failure.ts";
import { inFlight, type Work, workOf } from "./in-flight.ts";
import { noteKeyRefusal } from "./key-refusals.ts";
import { log } from "./log.ts";
import type { IdentityOperation, StaffOperation, TenantOperation } from "./operation.ts";
import { type StaffCtx, staffCtx } from "./staff/staff-ctx.ts";

/** The caller and its contexts, each resolved once per request however many calls a batch has. */
export interface TrpcContext {
  caller: Caller;
  tenant(): Promise<Ctx>;
  identity(): Promise<IdentityCtx>;
  staff(): Promise<StaffCtx>;
  /** Seconds after which a refused call may be retried; 0 if unknown. */
  retryAfter: number;
}

export function createTrpcContext(caller: Caller): TrpcContext {
  let tenant: Promise<Ctx> | undefined;
  let identity: Promise<IdentityCtx> | undefined;
  let staff: Promise<StaffCtx> | undefined;
  return {
    caller,
    retryAfter: 0,
    tenant() {
      tenant ??= tenantCtx(caller);
      return tenant;
    },
    identity() {
      identity ??= identityCtx(caller);
      return identity;
    },
    staff() {
      staff ??= staffCtx(caller);
      return staff;
    },
  };
}

const trpcCodes: Record<ErrorCode, TRPCError["code"]> = {
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  VALIDATION: "UNPROCESSABLE_CONTENT",
  CONFLICT: "CONFLICT",
  // The wire has no word for 410; only REST has such cursors.
  CURSOR_EXPIRED: "PRECONDITION_FAILED",
  LIMIT_REACHED: "PAYMENT_REQUIRED",
  MODULE_OFF: "FORBIDDEN",
  RATE_LIMITED: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
};

/** The operation that a procedure calls, for code that reads the router as a list. */
interface ProcedureMeta {
  operation: object;
}

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error }) {
      const app = error.cause instanceof AppError ? error.cause : null;
      return {
        ...shape,
        data: {
          code: shape.data.code,
          path: shape.data.path,
          httpStatus: shape.data.httpStatus,
          app: app && { code: app.code, details: app.details },
        },
      };
    },
  });

/** tRPC's own BAD_REQUEST means an input that it cannot read; our own errors are its cause. */
const isUnreadable = ({ code, cause }: TRPCError) => code === "BAD_REQUEST" && !(cause instanceof AppError);
const unreadable = new AppError("VALIDATION", "The request is not valid JSON.");

/** Maps every failure once; an unknown one is logged with its reference and shown as one sentence. */
const counted = t.procedure.use(async ({ ctx, path, type, next }) => {
  const started = performance.now();
  const result = await next();
  const ms = Math.round(performance.now() - started);
  if (result.ok) {
    log.debug({ requestId: ctx.caller.requestId, path, ms }, "call");
    return result;
  }
  const failure = isUnreadable(result.error) ? unreadable : (result.error.cause ?? result.error);
  const app = reportFailure(failure, ctx.caller.requestId, { path, ms });
  noteKeyRefusal(ctx.caller, { method: type === "query" ? "GET" : "POST", path: `/api/trpc/${path}` }, app);
  ctx.retryAfter = Math.max(ctx.retryAfter, app.details?.retryAfter ?? 0);
  const code = app instanceof TooLarge ? "PAYLOAD_TOO_LARGE" : trpcCodes[app.code];
  throw new TRPCError({ code, message: app.message, cause: app });
});
/** Each call takes its own place among its caller's requests in progress, before its input is read. */
const procedureOf = (work: Work) =>
  counted.use(({ ctx, next, signal }) => inFlight(ctx.caller, work, () => next(), signal));
const procedure = procedureOf("call");

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** A query procedure. The input passes through: the operation parses it once. */
export function query<I extends z.ZodType, O extends z.ZodType>(operation: TenantOperation<"query", I, O>) {
  return procedure
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .query(async ({ ctx, input }) => operation(await ctx.tenant(), input as z.input<I>));
}

/** A mutation procedure. */
export function mutation<I extends z.ZodType, O extends z.ZodType>(operation: TenantOperation<"mutation", I, O>) {
  return procedureOf(workOf(operation))
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .mutation(async ({ ctx, input }) => operation(await ctx.tenant(), input as z.input<I>));
}

/** A query procedure for an operation outside any workspace; `identityMutation` is its counterpart. */
export function identityQuery<I extends z.ZodType, O extends z.ZodType>(operation: IdentityOperation<"query", I, O>) {
  return procedure
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .query(async ({ ctx, input }) => operation(await ctx.identity(), input as z.input<I>));
}
export function identityMutation<I extends z.ZodType, O extends z.ZodType>(
  operation: IdentityOperation<"mutation", I, O>,
) {
  return procedure
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .mutation(async ({ ctx, input }) => operation(await ctx.identity(), input as z.input<I>));
}

/** A query procedure for the staff console; `staffMutation` is its counterpart. */
export function staffQuery<I extends z.ZodType, O extends z.ZodType>(operation: StaffOperation<"query", I, O>) {
  return procedure
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .query(async ({ ctx, input }) => operation(await ctx.staff(), input as z.input<I>));
}
export function staffMutation<I extends z.ZodType, O extends z.ZodType>(operation: StaffOperation<"mutation", I, O>) {
  return procedure
    .meta({ operation })
    .input((raw: unknown) => raw as z.input<I>)
    .mutation(async ({ ctx, input }) => operation(await ctx.staff(), input as z.input<I>));
}
