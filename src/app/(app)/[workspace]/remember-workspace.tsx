"use client";

import { useEffect } from "react";
import { keepPreference } from "@/components/layout/preference";

/** Remembers the last workspace of this device; the start page opens it. */
export function RememberWorkspace({ slug }: { slug: string }) {
  useEffect(() => {
    // The browser's cookies, which the server reads at the next visit.
    keepPreference("workspace", slug);
  }, [slug]);
  return null;
}
