"use client";

import { Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/description-list";
import { dateTimeText } from "@/lib/relative-time-text";
import { useConnect } from "../client";
import type { Connected } from "./connected-list";

export interface NeedsProps {
  rows: readonly Connected[];
  /** Other things that wait for somebody, such as records that cannot be kept equal, and how many. */
  more?: { count: number; list: ReactNode } | undefined;
}

/** All that waits for somebody: connections that lost their access, and what their work found. */
export function NeedsYou({ rows, more }: NeedsProps) {
  const lost = rows.filter(({ state }) => state === "reconnect");
  const count = lost.length + (more?.count ?? 0);
  return (
    <section aria-label="What needs you">
      <SectionHead title="What needs you" count={count || undefined} />
      {count === 0 ? <p className="px-edge pb-3 text-muted">Nothing. All integrations work.</p> : null}
      <ul>
        {lost.map((row) => (
          <Lost key={row.provider} row={row} />
        ))}
      </ul>
      {more?.list}
    </section>
  );
}

function Lost({ row }: { row: Connected }) {
  const { locale, zone: timeZone } = useWorkspace();
  const { connect, busy } = useConnect(row);
  const { failedAt } = row.connection;
  const since = failedAt ? ` since ${dateTimeText(new Date(failedAt), locale, timeZone)}` : "";
  return (
    <li className="flex gap-2 border-border-soft border-b px-edge py-2">
      <Unplug aria-hidden className="mt-0.5 size-[15px] shrink-0 text-warning" />
      <div className="min-w-0">
        <h3 className="font-medium">{`${row.label} must be reconnected`}</h3>
        <p className="text-muted text-sm">{`It has not accepted our access${since}. All work waits, and nothing is lost.`}</p>
        <Button variant="tinted" size="sm" className="mt-2" busy={busy} onClick={() => connect(true)}>
          Reconnect
        </Button>
      </div>
    </li>
  );
}
