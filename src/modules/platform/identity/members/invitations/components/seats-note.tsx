"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useListLocale } from "@/components/data-table/list-locale";
import { LineFailed } from "@/components/layout/line-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/skeleton";
import { planPage } from "@/lib/plan-page";
import { useApi } from "@/trpc/react";
import { seatFacts } from "../rules";

interface SeatsNoteProps {
  /** So many people are about to be invited. */
  invitees: number;
  /** How one gets more seats. */
  buy: ReactNode;
}

/** How many seats there are, who of the invited people waits for one, and what more seats cost. */
export function SeatsNote({ invitees, buy }: SeatsNoteProps) {
  const at = useListLocale();
  const query = useQuery(useApi().plans.get.queryOptions({}));
  if (query.error && !query.data) return <LineFailed title="The seats could not be loaded." query={query} />;
  if (!query.data) return <Skeleton className="w-56" />;
  const { now, beyond, more } = seatFacts(query.data, invitees, at);
  const facts = (
    <>
      <p>{now}</p>
      {beyond ? <p className="mt-1">{beyond}</p> : null}
      {more ? (
        <p className="mt-1">
          {more} {buy}
        </p>
      ) : null}
    </>
  );
  return (
    <div role="status" aria-label="Seats">
      {beyond ? <Note tone="warning">{facts}</Note> : <div className="text-muted text-sm">{facts}</div>}
    </div>
  );
}

/** The way to more seats: a link for who may buy, and whom the others ask. */
export function MoreSeats() {
  const { can, href } = useWorkspace();
  if (!can("billing:manage")) return <>Ask an owner, who can change the plan.</>;
  return (
    <Link href={href("/settings/plan")} className="link">
      {`Open ${planPage()}`}
    </Link>
  );
}
