"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { QueryFailed } from "@/components/layout/query-failed";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import { Skeleton, SkeletonRegion } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { useZonedDay } from "@/components/ui/use-day-text";
import type { PlanKey } from "@/lib/plans";
import { useApi } from "@/trpc/react";
import { useChooseSeats } from "../client";
import { excessLines, type OfferedPlan, seatsUnder } from "../rules";
import type { OverLimits, PlanOverview, SeatHolder } from "../schema";
import { ExcessList } from "./excess-list";
import { SeatKeepers } from "./seat-keepers";

interface DowngradeProps {
  plan: PlanOverview;
  to: PlanKey;
  onClose: () => void;
  /** Moves to the plan, or goes on to its price; absent while the plan comes by itself, as Starter after a trial. */
  move: { text: string; on: string | null; note: string | null; run(): Promise<void> } | undefined;
}

/** The consequences of a smaller plan by name and count, before anybody agrees to it. */
export function DowngradeDialog({ plan, to, onClose, move }: DowngradeProps) {
  const target = plan.plans.find((one) => one.plan === to);
  if (!target) return null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DowngradeContent plan={plan} target={target} onClose={onClose} move={move} />
    </Dialog>
  );
}

interface ContentProps extends Omit<DowngradeProps, "to"> {
  target: OfferedPlan;
}

function DowngradeContent({ plan, target, onClose, move }: ContentProps) {
  const api = useApi();
  const day = useZonedDay();
  const excess = useQuery(api.plans.excess.queryOptions({ plan: target.plan }));
  const holders = useQuery(api.plans.seats.queryOptions({}));
  const ends = plan.trialEndsAt && day(plan.trialEndsAt);
  const moves = `Move to ${target.label}${move?.on ? ` on ${move.on}` : ""}`;
  const title = move || !ends ? moves : `${target.label} after the trial, on ${ends}`;
  const failed = [excess, holders].find(({ error, data }) => error && !data);
  return (
    <DialogContent
      size="lg"
      title={title}
      description={`Nothing is deleted. Everything over the limits of ${target.label} becomes read-only, can still be exported, and opens again when you move back.`}
    >
      {excess.data && holders.data ? (
        <Consequences
          plan={plan}
          target={target}
          over={excess.data}
          holders={holders.data}
          onClose={onClose}
          move={move}
        />
      ) : null}
      {failed ? (
        <QueryFailed title="The limits could not be compared" query={failed} className="min-h-[240px]" />
      ) : null}
      {failed || (excess.data && holders.data) ? null : (
        <SkeletonRegion label="Comparing the limits" className="mt-4 border-t">
          {["w-40", "w-56", "w-48"].map((width) => (
            <div key={width} className="flex h-14 items-center px-5 hairline-b hairline-soft">
              <Skeleton className={width} />
            </div>
          ))}
        </SkeletonRegion>
      )}
    </DialogContent>
  );
}

interface ConsequencesProps extends Pick<ContentProps, "plan" | "target" | "onClose" | "move"> {
  over: OverLimits;
  holders: readonly SeatHolder[];
}

function Consequences({ plan, target, over, holders, onClose, move }: ConsequencesProps) {
  const { can, locale } = useWorkspace();
  const stored = holders.filter((one) => one.chosen).map(({ memberId }) => memberId);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(stored));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const choose = useChooseSeats();
  const most = target.limits.seats;
  const { keep, lose } = seatsUnder(holders, most, chosen);
  const isTight = most !== null && holders.length > most;
  const names = lose.map(({ name }) => name);
  const modulesOn = plan.modules.filter(({ state }) => state !== "off").length;
  const lines = excessLines(over, modulesOn, locale).map((line) => (line.key === "seats" ? { ...line, names } : line));
  const isChanged = chosen.size !== stored.length || stored.some((id) => !chosen.has(id));

  async function act() {
    setBusy(true);
    setRefusal(null);
    try {
      if (isChanged) {
        await choose.mutateAsync({ memberIds: [...chosen] });
        if (!move) notify.success("The members who keep their seat are saved");
      }
      if (move) await move.run();
      else onClose();
    } catch (error) {
      setRefusal(readServerError(error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <div className="mt-3 min-h-0 flex-1 overflow-y-auto border-t">
        <ExcessList lines={lines} target={target.label} />
        {isTight ? (
          <SeatKeepers
            keep={keep}
            holders={holders}
            most={most}
            chosen={chosen}
            onChoose={can("workspace:own") ? setChosen : undefined}
          />
        ) : null}
        {refusal ? (
          <Note tone="danger" className="m-5">
            {refusal}
          </Note>
        ) : null}
      </div>
      <DialogFooter>
        {move?.note ? <span className="mr-auto text-muted text-sm phone:hidden">{move.note}</span> : null}
        <DialogClose asChild>
          <Button disabled={busy}>{move || isChanged ? "Cancel" : "Close"}</Button>
        </DialogClose>
        {move || isChanged ? (
          <Button variant="primary" busy={busy} onClick={() => void act()}>
            {move?.text ?? "Save members"}
          </Button>
        ) : null}
      </DialogFooter>
    </>
  );
}
