"use client";

import { Clock, TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { planPage } from "@/lib/plan-page";
import { keepPreference } from "./preference";
import { useWorkspace } from "./workspace-context";

const tones = {
  warning: { ground: "bg-warning-subtle", sign: "text-warning", Icon: TriangleAlert },
  info: { ground: "bg-info-subtle", sign: "text-info", Icon: Clock },
} as const;

/** 36 px above the shell: the workspace or the member may only read, or the trial ends soon. */
export function PlanBanner() {
  const { can, href, slug, plan } = useWorkspace();
  const [hiddenDay, setHiddenDay] = useState<string | null>(null);
  const { notice, mayOpen } = plan;
  if (!notice || (notice.day !== null && notice.day === hiddenDay)) return null;
  const { ground, sign, Icon } = tones[notice.tone];
  const { day } = notice;
  return (
    <div
      role="status"
      className={cn(
        "relative z-banner flex min-h-9 shrink-0 items-center gap-2 px-edge py-1 text-[13px] leading-5 hairline-b",
        ground,
      )}
    >
      <Icon aria-hidden className={cn("size-[15px] shrink-0", sign)} />
      <p className="min-w-0 phone:text-sm">
        {notice.text}{" "}
        {mayOpen ? (
          <Link href={href("/settings/plan")} className="link whitespace-nowrap">
            {planPage()}
          </Link>
        ) : null}
        {notice.tone === "warning" && can("billing:manage") ? (
          <>
            {", "}
            <Link href={href("/settings/billing")} className="link whitespace-nowrap">
              Billing
            </Link>
          </>
        ) : null}
      </p>
      {day === null ? null : (
        <button
          type="button"
          aria-label="Hide this until tomorrow"
          className="relative ml-auto inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted hit-44 hover:text-text"
          onClick={() => {
            keepPreference(`trial-hidden-${slug}`, day);
            setHiddenDay(day);
          }}
        >
          <X aria-hidden className="size-[15px]" />
        </button>
      )}
    </div>
  );
}
