"use client";

import { Eye } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { counted, nouns } from "@/lib/counted";
import { scopeText } from "@/lib/support-events";
import { capital } from "@/lib/text";
import { useStopSupport } from "./support-session";

/** Above everything while staff look at a workspace as one of its members: which one, how, how long, and Stop. */
export function SupportBanner() {
  const { name, member, support, locale } = useWorkspace();
  const stopping = useStopSupport();
  const minutes = useMinutesLeft(support?.endsAt ?? null);
  if (!support || !stopping) return null;
  const scope = scopeText(support.write);
  const left = `${counted(minutes, nouns.minute, locale)} left`;
  return (
    <section
      aria-label="Support session"
      className="relative z-banner flex min-h-9 shrink-0 items-center gap-2 bg-danger-fill px-edge py-1 text-[13px] text-on-danger leading-5 phone:min-h-14 phone:gap-3"
    >
      <Eye aria-hidden className="size-[15px] shrink-0 phone:size-4" />
      <p className="min-w-0 flex-1 truncate phone:hidden">
        <span className="font-medium">{`You are viewing ${name} as ${member.name}`}</span>
        {` · ${scope} · ticket ${support.ticket}`}
      </p>
      <p className="min-w-0 flex-1 desk:hidden">
        <span className="block truncate font-medium text-md">{`${name} as ${member.name}`}</span>
        <span className="flex text-sm">
          <span className="min-w-0 truncate">{`${capital(scope)} · ticket ${support.ticket}`}</span>
          <span className="shrink-0 whitespace-pre" suppressHydrationWarning>{` · ${left}`}</span>
        </span>
      </p>
      {/* Server and browser may render in two different minutes. */}
      <span className="shrink-0 font-medium phone:hidden" suppressHydrationWarning>
        {left}
      </span>
      <button
        type="button"
        disabled={stopping.busy}
        onClick={stopping.stop}
        className="relative -my-1 ml-2 flex h-7 shrink-0 items-center rounded-sm px-1 font-medium underline underline-offset-2 outline-offset-[-2px] hit-44 focus-visible:outline-on-danger disabled:opacity-70 phone:h-11 phone:min-w-11 phone:justify-center phone:text-md"
      >
        Stop
      </button>
    </section>
  );
}

const lookAgainMs = 1_000;

/** The started minutes until an instant, counted down. */
function useMinutesLeft(until: string | null): number {
  const leftOf = () => (until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 60_000)));
  const [left, setLeft] = useState(leftOf);
  // The clock.
  useEffect(() => {
    const look = () => setLeft(until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 60_000)));
    const timer = setInterval(look, lookAgainMs);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
