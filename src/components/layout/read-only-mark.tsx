"use client";

import { Lock } from "lucide-react";
import { useReadsOnly } from "./workspace-context";

/** In the head of each page while staff may only read it. */
export function ReadOnlyMark() {
  if (!useReadsOnly()) return null;
  return (
    <span className="flex h-6 shrink-0 items-center gap-1.5 rounded-sm bg-surface-press px-2 font-medium text-muted text-sm phone:ml-auto phone:[&+*]:ml-0">
      <Lock aria-hidden className="size-3.5" />
      Read only
    </span>
  );
}
