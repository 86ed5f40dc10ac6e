import "server-only";
import { appRouter } from "@/registry/router";
import { createCallerFactory } from "@/server/trpc";

const createCaller = createCallerFactory(appRouter);
type Caller = ReturnType<typeof createCaller>;
type Asked = Map<string, Promise<unknown>>;

/**
 * Returns a caller that sends the same query with the same input once, however many parts of a page need its answer.
 */
export function createAskOnce(context: Parameters<typeof createCaller>[0]): Caller {
  return step(createCaller(context), [], new Map()) as Caller;
}

function step(target: object, path: string[], asked: Asked): object {
  return new Proxy(target, {
    get: (_target, key) =>
      typeof key === "string" ? step(Reflect.get(target, key) as object, [...path, key], asked) : undefined,
    apply: (_target, _self, [input]: unknown[]) => {
      const call = target as (input: unknown) => Promise<unknown>;
      const question = `${path.join(".")} ${JSON.stringify(input)}`;
      const known = asked.get(question);
      if (known) return known;
      const answer = call(input);
      asked.set(question, answer);
      return answer;
    },
  });
}
