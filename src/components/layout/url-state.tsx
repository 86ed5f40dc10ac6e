"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { useHydrated } from "@/components/form/use-hydrated";
import { PendingNavigation } from "./pending-navigation";

/** Holds the page state in the address. */
export function UrlState({ children }: { children: ReactNode }) {
  return (
    <>
      <NuqsAdapter>{children}</NuqsAdapter>
      {/* On Back nuqs must forget its last write, but its listener is hydrated last: until then Back showed the old
          state under the new address. This listener is created in the browser, at once. */}
      {useHydrated() ? (
        <NuqsAdapter>
          <PendingNavigation />
        </NuqsAdapter>
      ) : null}
    </>
  );
}
