"use client";

import { useLayoutEffect, useOptimistic } from "react";
import { navigationListener } from "./navigation-start";

let isPending = false;

/**
 * Lets the router finish when it fetches another page. It would give that page up when state is written to the address
 * of the old one. So in the meantime state is written without telling the router.
 */
export function PendingNavigation(): null {
  // React ends an optimistic state with the transition in which it was set, however the navigation ends.
  const [pending, setPending] = useOptimistic(false);
  // The variable of this module: the browser's history reads it.
  useLayoutEffect(() => {
    isPending = pending;
  }, [pending]);
  // The browser's history. The router ignores a write whose state is its own, and restores the page after any other.
  useLayoutEffect(() => {
    navigationListener.onStart = () => setPending(true);
    const { pushState, replaceState } = history;
    const push: History["pushState"] = (state, ...rest) => pushState.call(history, state ?? ownState(), ...rest);
    const replace: History["replaceState"] = (state, ...rest) =>
      replaceState.call(history, state ?? ownState(), ...rest);
    Object.assign(history, { pushState: push, replaceState: replace });
    return () => {
      navigationListener.onStart = null;
      isPending = false;
      // Another library may have changed it since.
      if (history.pushState === push) history.pushState = pushState;
      if (history.replaceState === replace) history.replaceState = replaceState;
    };
  }, [setPending]);
  return null;
}

const ownState = (): unknown => (isPending ? history.state : null);
