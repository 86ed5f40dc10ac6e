"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { useHydrated } from "@/components/form/use-hydrated";

/** Holds what the address says of the state of the page. */
export function UrlState({ children }: { children: ReactNode }) {
  return (
    <>
      <NuqsAdapter>{children}</NuqsAdapter>
      {/* nuqs forgets on Back what it last wrote, but its listener stands in a part that React takes over last of all:
          until then Back showed the old state under the new address. This one is made in the browser, at once. */}
      {useHydrated() ? <NuqsAdapter>{null}</NuqsAdapter> : null}
    </>
  );
}
