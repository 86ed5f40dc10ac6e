"use client";

import { RefreshCw } from "lucide-react";
import { usePathname } from "next/navigation";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { WizardSteps } from "@/components/ui/wizard-steps";
import { cn } from "@/lib/cn";
import { useSyncActs, useSyncObjects } from "../client";
import type { SyncObject } from "../schema";
import { healthOf, isSettingUp, oldestRun, setUpSteps, waitingIn } from "./sync-counts";
import { type Connected, useConnected } from "./sync-screen";
import { useSetUpStep } from "./use-set-up-step";

/** The head of the page of a connection with what its sync adds: tabs, steps, state and acts. */
export function useSyncHead(provider: string) {
  const connected = useConnected(provider);
  const { data: objects = [] } = useSyncObjects(connected?.id ?? null);
  const isFirst = connected === null || objects.length === 0 || isSettingUp(objects);
  const [step] = useSetUpStep(objects);
  const isInSteps = usePathname().endsWith(`/${provider}`) && objects.length > 0 && isFirst;
  const isRunning = connected !== null && !isFirst;
  return {
    tabs: connected ? tabsOf(isFirst, waitingIn(objects)) : [],
    middle: isInSteps ? <WizardSteps steps={setUpSteps} current={step} className="narrow:hidden" /> : undefined,
    state: objects.length > 0 ? <HealthText objects={objects} /> : undefined,
    acts: isRunning ? <SyncNow connected={connected} objects={objects} /> : null,
    phoneActs: isRunning ? <SyncNow connected={connected} objects={objects} iconOnly /> : null,
  };
}

function tabsOf(isSetUp: boolean, waiting: number) {
  const first = { id: "overview", label: isSetUp ? "Set-up" : "Overview", path: "" };
  if (isSetUp) return [first];
  const fields = { id: "fields", label: "Fields", path: "/fields" };
  const problems = { id: "problems", label: "Problems", path: "/problems", ...(waiting > 0 ? { count: waiting } : {}) };
  return [first, fields, problems, { id: "log", label: "Log", path: "/log" }];
}

const dots = {
  inSync: "bg-positive",
  first: "bg-accent",
  undoing: "bg-accent",
  failing: "border-2 border-warning",
  stopped: "border-2 border-warning",
  setUp: "border-2 border-border-strong",
};
const words = {
  inSync: "In sync",
  first: "First sync",
  undoing: "Undoing",
  failing: "Tries again",
  stopped: "Stopped",
  setUp: "Not started",
};

/** The state of all objects together, with how long ago the slowest one ran. */
function HealthText({ objects }: { objects: readonly SyncObject[] }) {
  const health = healthOf(objects);
  const ranAt = health === "inSync" ? oldestRun(objects) : null;
  return (
    <span className="flex min-w-0 items-center gap-[7px] font-normal text-muted text-sm">
      <span aria-hidden className={cn("size-2 shrink-0 rounded-full", dots[health])} />
      <span className="truncate">
        {words[health]}
        {ranAt ? (
          <span className="phone:hidden">
            {", "}
            <RelativeTime at={ranAt} inSentence />
          </span>
        ) : null}
      </span>
    </span>
  );
}

interface SyncNowProps {
  connected: Connected;
  objects: readonly SyncObject[];
  iconOnly?: boolean;
}

function SyncNow({ connected: { id, label, isPaused }, objects, iconOnly = false }: SyncNowProps) {
  const { can } = useWorkspace();
  const pathname = usePathname();
  const { runNow } = useSyncActs();
  const isBusy = ["first", "undoing"].includes(healthOf(objects));
  if (!can("connection:manage") || isPaused || isBusy || pathname.endsWith("/settings")) return null;
  const button = {
    icon: <RefreshCw aria-hidden />,
    busy: runNow.isPending,
    onClick: () =>
      runNow.mutate(
        { connectionId: id },
        { onSuccess: () => void notify.success(`${label} is asked for changes now`) },
      ),
  };
  return iconOnly ? (
    <IconButton label="Sync now" {...button} />
  ) : (
    <Button size="sm" {...button}>
      Sync now
    </Button>
  );
}
