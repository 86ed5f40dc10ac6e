"use client";

import type { ReactNode } from "react";
import { useOnline } from "@/trpc/online";

/** A member's picture, with a green dot while they have the workspace open somewhere. */
export function OnlineBadge({ id, children }: { id: string | null; children: ReactNode }) {
  const online = useOnline(id);
  return (
    <span className="relative inline-grid shrink-0">
      {children}
      {online ? (
        <span
          title="Online"
          className="absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-surface bg-positive"
        >
          <span className="sr-only">Online</span>
        </span>
      ) : null}
    </span>
  );
}
