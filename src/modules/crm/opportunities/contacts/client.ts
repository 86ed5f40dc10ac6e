"use client";

import { usePartWrites } from "@/trpc/part-writes";
import { useOpportunityCache } from "../client";
import { contactParts } from "./fields";

/** Writes the contacts of an opportunity. */
export function useContactWrites() {
  const { cache, refresh } = useOpportunityCache();
  return usePartWrites(contactParts, {
    show: (record) => cache.write(record),
    refresh,
    // Another contact loses its place to a new primary one: it gets it back by itself.
    undo({ contacts }, { primary }) {
      const earlier = primary ? contacts.find((one) => one.primary)?.contact.id : null;
      return earlier ? { contactId: earlier, primary: true } : null;
    },
  });
}
