"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Circle, CircleCheck, ListChecks, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { cn } from "@/lib/cn";
import { useApi } from "@/trpc/react";
import { useOnboarding } from "../client";
import type { ChecklistStep } from "../schema";

/**
 * In the sidebar, or behind More on a phone, until it is complete or closed: the first steps, as they were really done. A
 * collapsed sidebar has a button for them.
 */
export function Checklist() {
  const { onboarding } = useApi();
  const client = useQueryClient();
  const shown = useOnboarding();
  const pathname = usePathname();
  const left = useRef(pathname);
  // Acts on a page count when it is left at the latest.
  useEffect(() => {
    if (left.current === pathname) return;
    left.current = pathname;
    void client.invalidateQueries(onboarding.pathFilter());
  }, [pathname, client, onboarding]);
  const close = useMutation(
    onboarding.closeChecklist.mutationOptions({
      onSettled: () => client.invalidateQueries(onboarding.pathFilter()),
    }),
  );
  const steps = close.isPending || close.isSuccess ? null : shown.checklist;
  if (!steps) return null;
  const onClose = () => close.mutate({});
  return (
    <>
      <section
        aria-label="First steps"
        className="mx-2 mb-2 rounded-md border bg-surface p-2 text-sm sidebar-closed:hidden"
      >
        <Steps steps={steps} onClose={onClose} />
      </section>
      <div className="mb-1 hidden px-2 sidebar-closed:block">
        <Popover>
          <PopoverTrigger asChild>
            <IconButton label={`First steps: ${progressOf(steps)}`} className="w-8" icon={<ListChecks aria-hidden />} />
          </PopoverTrigger>
          <PopoverContent
            side="right"
            sideOffset={12}
            align="end"
            aria-label="First steps"
            className="w-64 p-2 text-sm"
          >
            <Steps steps={steps} onClose={onClose} />
          </PopoverContent>
        </Popover>
      </div>
    </>
  );
}

const progressOf = (steps: readonly ChecklistStep[]) =>
  `${steps.filter((step) => step.done).length} of ${steps.length}`;

function Steps({ steps, onClose }: { steps: readonly ChecklistStep[]; onClose(): void }) {
  const { href } = useWorkspace();
  return (
    <>
      <div className="mb-1 flex items-center gap-2 pl-1">
        <h2 className="flex-1 font-medium">First steps</h2>
        <span className="text-faint tabular-nums">{progressOf(steps)}</span>
        <button
          type="button"
          aria-label="Close the first steps for good"
          className="relative inline-flex size-6 items-center justify-center rounded-md text-muted hit-44 hover:text-text"
          onClick={onClose}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </div>
      <ol>
        {steps.map((step) => (
          <StepLine key={step.id} step={step} href={href(step.path)} />
        ))}
      </ol>
    </>
  );
}

function StepLine({ step, href }: { step: ChecklistStep; href: string }) {
  const Sign = step.done ? CircleCheck : Circle;
  return (
    <li>
      <Link
        href={href}
        className={cn(
          "flex min-h-7 items-start gap-2 rounded-md px-1 py-1 leading-5 hover:bg-surface-hover phone:min-h-11 phone:items-center",
          step.done && "text-faint",
        )}
      >
        <Sign
          aria-hidden
          className={cn("mt-0.5 size-4 shrink-0 phone:mt-0", step.done ? "text-positive" : "text-faint")}
        />
        <span className={cn("min-w-0", step.done && "line-through")}>{step.label}</span>
        <span className="sr-only">{step.done ? "Done" : "Not done yet"}</span>
      </Link>
    </li>
  );
}
