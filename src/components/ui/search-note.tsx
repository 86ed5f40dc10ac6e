"use client";

import { Command } from "cmdk";
import type { FoundOptions } from "@/components/data-table/use-parsed-entries";

/** Below a search box: searching, failed, or no results. */
export function SearchNote({
  found,
  empty = "No results",
}: {
  found: FoundOptions<unknown>;
  empty?: string | undefined;
}) {
  const look = "px-2 py-1.5 text-muted text-sm";
  if (found.state === "ready") return <Command.Empty className={look}>{empty}</Command.Empty>;
  if (found.state === "loading") return found.options.length === 0 ? <p className={look}>Searching…</p> : null;
  return (
    <div role="alert" className={`${look} flex items-center justify-between gap-2`}>
      The search failed.
      <button type="button" onClick={found.retry} className="font-medium text-accent-text">
        Try again
      </button>
    </div>
  );
}
