"use client";

import { useLayoutEffect, useOptimistic } from "react";

let isPending = false;
let begin: (() => void) | undefined;

/** Called by the router when it begins to fetch another page; it is then in a transition. */
export function navigationStarts(_url: string, type: "push" | "replace" | "traverse"): void {
  if (type !== "traverse") begin?.();
}

/**
 * Keeps a page that the router fetches from being given up. State that is written to the address in the meantime would
 * make the router restore the old page; so it goes to the address alone.
 */
export function PendingNavigation(): null {
  // React ends an optimistic state with the transition in which it was set, however the navigation ends.
  const [pending, setPending] = useOptimistic(false);
  // The module: the router and its history are outside of React.
  useLayoutEffect(() => {
    isPending = pending;
  }, [pending]);
  // The history of the browser, as the router has changed it: it follows a state without its mark, and leaves its own alone.
  useLayoutEffect(() => {
    begin = () => setPending(true);
    const { pushState, replaceState } = history;
    history.pushState = (state, ...rest) => pushState.call(history, state ?? ownState(), ...rest);
    history.replaceState = (state, ...rest) => replaceState.call(history, state ?? ownState(), ...rest);
    return () => {
      begin = undefined;
      Object.assign(history, { pushState, replaceState });
    };
  }, [setPending]);
  return null;
}

const ownState = (): unknown => (isPending ? history.state : null);
