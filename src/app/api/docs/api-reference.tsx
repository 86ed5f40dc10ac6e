"use client";

import { useTheme } from "next-themes";
import { useHydrated } from "@/components/form/use-hydrated";
import { lazyPart } from "@/components/ui/lazy-part";
import { TableLoading } from "@/components/ui/skeleton";
import type { ScalarReferenceProps } from "./scalar-reference";

const loading = <TableLoading label="Loading the documentation" look="lines" />;

// Never loaded on the server, where it would show nothing: a condition that the bundler reads keeps it out of there.
const Reference = lazyPart<ScalarReferenceProps>(
  async () => {
    if (typeof window === "undefined") return () => loading;
    return (await import("./scalar-reference")).ScalarReference;
  },
  { of: "the documentation", loading },
);

/** The requests of the API, in the theme of the app. `workspace` is the slug for requests with the own session. */
export function ApiReference({ workspace }: { workspace: string | null }) {
  const { resolvedTheme } = useTheme();
  const isHydrated = useHydrated();
  return isHydrated ? <Reference workspace={workspace} dark={resolvedTheme === "dark"} /> : loading;
}
