import { type Provider, providerOf, registerProviders } from "@/server/sync/provider";

export interface Calls {
  /** So many calls were made since. */
  count(): number;
  end(): void;
}

/** Does something right before the call with this number to a service, as if it happened in the middle of a run. */
export function beforeCall(key: string, at: number, act: () => Promise<unknown>): Calls {
  const provider = providerOf(key);
  let made = 0;
  const client: Provider["client"] = async (...given) => {
    const own = await provider.client(...given);
    return new Proxy(own, {
      get(_own, name) {
        const method = Reflect.get(own, name) as (...args: unknown[]) => Promise<unknown>;
        // A promise of it must not take it for another promise.
        if (typeof method !== "function") return method;
        return async (...args: unknown[]) => {
          made += 1;
          if (made === at) await act();
          return await method.apply(own, args);
        };
      },
    });
  };
  registerProviders([{ ...provider, client }]);
  return { count: () => made, end: () => registerProviders([provider]) };
}
