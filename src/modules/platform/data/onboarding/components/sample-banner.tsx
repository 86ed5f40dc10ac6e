"use client";

import { Sparkles } from "lucide-react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { useOnboarding, useSampleData } from "../client";

/** Above every page while the workspace has sample data: what it is, and one click that removes it. */
export function SampleBanner() {
  const { can } = useWorkspace();
  const shown = useOnboarding();
  const { remove, busy } = useSampleData();
  if (!shown.samples) return null;
  return (
    <div
      role="status"
      className="relative z-banner flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 bg-info-subtle px-edge py-1 text-[13px] leading-5 hairline-b"
    >
      <Sparkles aria-hidden className="size-[15px] shrink-0 text-info" />
      <p className="min-w-0 flex-1 phone:text-sm">
        You are looking at sample data. Its records have the tag “Sample data”; your own records stay when it goes.{" "}
        {can("workspace:manage") ? (
          <button
            type="button"
            className="link relative whitespace-nowrap font-medium hit-44"
            disabled={busy}
            onClick={() => void remove()}
          >
            Remove sample data
          </button>
        ) : null}
      </p>
    </div>
  );
}
