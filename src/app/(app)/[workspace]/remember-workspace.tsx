"use client";

import { useEffect } from "react";
import { keepPreference } from "@/components/layout/preference";

/** Notes which workspace this device used last; the start page leads there. */
export function RememberWorkspace({ slug }: { slug: string }) {
  useEffect(() => {
    // The browser's cookies, which the server reads at the next visit.
    keepPreference("workspace", slug);
  }, [slug]);
  return null;
}
