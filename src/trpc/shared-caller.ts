import "server-only";
import { TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { type AppRouter, appRouter } from "@/registry/router";
import { createCallerFactory } from "@/server/trpc";

const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
type Pending = Map<string, Promise<unknown>>;

/**
 * Returns a caller that sends the same query with the same input once, however many parts of a page need its answer.
 */
export function createSharedCaller(context: Parameters<typeof createCaller>[0]): Caller {
  return step(createCaller(context), [], new Map()) as Caller;
}

function step(target: object, path: string[], pending: Pending): object {
  return new Proxy(target, {
    get: (_target, key) =>
      typeof key === "string" ? step(Reflect.get(target, key) as object, [...path, key], pending) : undefined,
    apply: (_target, _self, [input]: unknown[]) => {
      const call = target as (input: unknown) => Promise<unknown>;
      const queryKey = `${path.join(".")} ${JSON.stringify(input)}`;
      const known = pending.get(queryKey);
      if (known) return known;
      const answer = call(input);
      pending.set(queryKey, answer);
      return answer;
    },
  });
}

/** Sends the queries of a page to its caller instead of over the network. */
export const callerLink =
  (caller: Caller): TRPCLink<AppRouter> =>
  () =>
  ({ op }) =>
    observable(({ next, complete, error }) => {
      const procedure = op.path.split(".").reduce<unknown>((at, key) => Reflect.get(at as object, key), caller);
      (procedure as (input: unknown) => Promise<unknown>)(op.input).then(
        (data) => {
          next({ result: { data } });
          complete();
        },
        (refusal: Error) => error(TRPCClientError.from(refusal)),
      );
    });
