"use client";

import { ChevronRight } from "lucide-react";
import { GroupHead } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { NameMark } from "@/components/ui/name-mark";
import { RelativeTime } from "@/components/ui/relative-time";
import { cn } from "@/lib/cn";
import { counted } from "@/lib/counted";
import type { Connection, Integration } from "../schema";
import { ConnectionStateText } from "./connection-state";

const problems = { one: "problem", many: "problems" };
const columns =
  "grid grid-cols-[minmax(0,1fr)_128px_84px_72px_72px_140px_20px] items-center gap-4 px-edge phone:grid-cols-[minmax(0,1fr)_auto_20px]";
/** From here the calls of the day warn, in per cent of the limit. */
const warnFrom = 90;

export type Connected = Integration & { connection: Connection };

/** The services that are connected, each a link to its page. */
export function ConnectedList({ rows }: { rows: readonly Connected[] }) {
  return (
    <section aria-label="Connected">
      <GroupHead title="Connected" action={<LogOfAll rows={rows} />} />
      <div aria-hidden className={cn(columns, "h-thead border-b text-faint text-sm phone:hidden")}>
        <span>App and account</span>
        <span>State</span>
        <span>Behind</span>
        <span className="text-right">In sync</span>
        <span className="text-right">Problems</span>
        <span>API calls today</span>
        <span />
      </div>
      <ul>
        {rows.map((row) => (
          <ConnectedLine key={row.provider} row={row} />
        ))}
      </ul>
    </section>
  );
}

function ConnectedLine({ row: { provider, label, state, connection, sync } }: { row: Connected }) {
  const { href, locale } = useWorkspace();
  return (
    <li className={cn(columns, "relative min-h-13 border-border-soft border-b hover:bg-surface-hover phone:min-h-16")}>
      <div className="flex min-w-0 items-center gap-2.5">
        <NameMark name={label} size={28} />
        <div className="min-w-0 leading-[18px]">
          <Link
            href={href(`/settings/integrations/${provider}`)}
            className="block truncate rounded-sm font-medium after:absolute after:inset-0"
          >
            {label}
          </Link>
          <span className="block truncate text-muted text-sm phone:hidden">{connection.account.name}</span>
          <ConnectionStateText state={state} className="hidden text-muted text-sm phone:flex" />
        </div>
      </div>
      <ConnectionStateText state={state} className="phone:hidden" />
      <span className="truncate text-muted phone:hidden">{sync?.upTo ? <RelativeTime at={sync.upTo} /> : "–"}</span>
      <span className="text-right tabular-nums phone:hidden">{sync ? sync.inSync.toLocaleString(locale) : "–"}</span>
      <Problems provider={provider} count={sync?.problems ?? null} />
      <span className="phone:hidden">
        <Calls calls={connection.calls} />
      </span>
      <ChevronRight aria-hidden className="size-3.5 text-faint" />
    </li>
  );
}

function Problems({ provider, count }: { provider: string; count: number | null }) {
  const { href, locale } = useWorkspace();
  if (!count)
    return <span className="text-right text-faint tabular-nums phone:hidden">{count === null ? "–" : "0"}</span>;
  const path = `/settings/integrations/${provider}/problems`;
  return (
    <Link href={href(path)} className="relative justify-self-end text-warning tabular-nums hover:underline hit-44">
      <span aria-hidden className="phone:hidden">
        {count.toLocaleString(locale)}
      </span>
      <span className="desk:sr-only">{counted(count, problems, locale)}</span>
    </Link>
  );
}

/** The log of each service has all of its runs. */
function LogOfAll({ rows }: { rows: readonly Connected[] }) {
  const { href } = useWorkspace();
  const started = rows.filter(({ sync }) => sync !== null);
  return started.map(({ provider, label }) => (
    <Link key={provider} href={href(`/settings/integrations/${provider}/log`)} className="link text-sm">
      {started.length === 1 ? "Log of all runs" : `Log of ${label}`}
    </Link>
  ));
}

function Calls({ calls }: { calls: Connection["calls"] }) {
  const { locale } = useWorkspace();
  if (!calls) return <span className="text-faint text-sm">None yet</span>;
  const used = calls.used.toLocaleString(locale);
  if (calls.limit === null) return <span className="text-muted text-sm">{used}</span>;
  const share = Math.min(100, Math.round((calls.used / Math.max(1, calls.limit)) * 100));
  return (
    <span className="flex flex-col gap-1">
      <span className="truncate text-muted text-sm">{`${used} of ${calls.limit.toLocaleString(locale)}`}</span>
      <span aria-hidden className="h-[3px] overflow-hidden rounded-[2px] bg-surface-press">
        <span
          className={cn("block h-full rounded-[2px]", share >= warnFrom ? "bg-warning" : "bg-accent")}
          style={{ width: `${share}%` }}
        />
      </span>
    </span>
  );
}
