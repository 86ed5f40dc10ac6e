"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { ShowMore } from "@/components/data-table/show-more";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { dayOf } from "@/components/ui/day-text";
import { useDayText } from "@/components/ui/use-day-text";
import { cn } from "@/lib/cn";
import { useChanges } from "../client";
import type { SyncChangeView } from "../schema";
import { ChangeNode } from "./change-node";
import { ChangeText, nameOfChange } from "./change-text";
import { LogFilters, NoChanges } from "./log-filters";
import { groupsOf, type LogGroup, neighboursOf } from "./log-groups";
import { isFiltered, noFilter, useLogFilter, useLogState } from "./log-state";
import { Recorder } from "./recorder";
import { isAtWork } from "./sync-counts";
import { type SyncProps, SyncScreen } from "./sync-screen";
import { reasonWords, runSum, runWords } from "./sync-words";

const askEveryMs = 5_000;

/** The changes of the sync, run by run: why each was made, and who had written the value. */
export function SyncLog({ provider }: { provider: string }) {
  return (
    <SyncScreen provider={provider}>
      {(connected, objects) => <Log connected={connected} objects={objects} />}
    </SyncScreen>
  );
}

function Log({ connected, objects }: SyncProps) {
  const [state, set] = useLogState();
  const { change: openId } = state;
  const query = useChanges(
    { connectionId: connected.id, ...useLogFilter(state) },
    isAtWork(objects) ? askEveryMs : undefined,
  );
  const changes = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const open = changes.find(({ id }) => id === openId);
  const step = (to: SyncChangeView | null) => (to ? () => void set({ change: to.id }) : undefined);
  const { before, after } = neighboursOf(changes, openId ?? "");
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <LogFilters
        connected={connected}
        objects={objects}
        state={state}
        onChange={(next) => void set({ ...next, change: null })}
      />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <Loaded query={query} of="the log">
          {({ pages }) => {
            const groups = groupsOf(pages);
            if (groups.length === 0)
              return <NoChanges isFiltered={isFiltered(state)} onClear={() => void set(noFilter)} />;
            return (
              <>
                <LogHead />
                {groups.map((group) => (
                  <RunGroup
                    key={group.runId}
                    {...{ group, connected, objects, openId }}
                    onOpen={(id) => void set({ change: id })}
                  />
                ))}
                <ShowMore query={query}>Show earlier changes</ShowMore>
              </>
            );
          }}
        </Loaded>
      </div>
      {open ? (
        <Recorder
          connected={connected}
          objects={objects}
          change={open}
          onPrevious={step(before)}
          onNext={step(after)}
          onClose={() => void set({ change: null })}
        />
      ) : null}
    </div>
  );
}

const columns =
  "grid grid-cols-[92px_minmax(0,190px)_112px_minmax(0,1.15fr)_minmax(0,1fr)_minmax(0,150px)] items-center gap-x-2.5 px-edge";

const LogHead = () => (
  <div
    aria-hidden
    className={cn(
      columns,
      "sticky top-0 z-sticky h-thead shrink-0 bg-surface text-faint text-sm hairline-b phone:hidden",
    )}
  >
    <span>Time</span>
    <span>Record</span>
    <span>Field</span>
    <span>Change</span>
    <span>Why</span>
    <span>Made by</span>
  </div>
);

interface RunGroupProps extends SyncProps {
  group: LogGroup;
  openId: string | null;
  onOpen(id: string): void;
}

function RunGroup({ group: { run, changes }, connected, objects, openId, onOpen }: RunGroupProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const day = useDayText();
  const at = run?.startedAt ?? changes[0]?.at ?? "";
  const time = new Date(at).toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit" });
  const isWhole = run !== null && run.failure === null && run.counts.problems === 0;
  const Sign = isWhole ? CircleCheck : TriangleAlert;
  const object = objects.find(({ entity }) => entity === (run?.entity ?? changes[0]?.entity));
  return (
    <section aria-label={`Run of ${time}`} className="shrink-0">
      <div className="flex min-h-[34px] items-center gap-2 bg-surface-sunken px-edge py-1 hairline-b hairline-soft">
        <Sign aria-hidden className={cn("size-[15px] shrink-0", isWhole ? "text-positive" : "text-warning")} />
        <h2 className="whitespace-nowrap font-medium tabular-nums">{`${day(dayOf(at, timeZone))}, ${time}`}</h2>
        <span className="min-w-0 truncate text-muted text-sm">
          {[run ? runWords[run.kind] : null, object?.labels.ours.toLowerCase(), run?.failure]
            .filter(Boolean)
            .join(", ")}
        </span>
        {run ? (
          <span className="ml-auto shrink-0 text-muted text-sm tabular-nums phone:hidden">{runSum(run, locale)}</span>
        ) : null}
      </div>
      <ul>
        {changes.map((change) => (
          <ChangeRow
            key={change.id}
            change={change}
            label={connected.label}
            isOpen={change.id === openId}
            onOpen={() => onOpen(change.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface ChangeRowProps {
  change: SyncChangeView;
  label: string;
  isOpen: boolean;
  onOpen(): void;
}

function ChangeRow({ change, label, isOpen, onOpen }: ChangeRowProps) {
  const { locale, zone: timeZone } = useWorkspace();
  const at = new Date(change.at);
  const name = nameOfChange(change);
  const isTraced = change.field !== null && change.record !== null;
  const named = isTraced ? (
    <button
      type="button"
      aria-current={isOpen || undefined}
      aria-label={`Where does ${change.fieldLabel ?? "this field"} of ${name} come from?`}
      onClick={onOpen}
      className="max-w-full truncate rounded-sm text-left align-top font-medium after:absolute after:inset-0"
    >
      {name}
    </button>
  ) : (
    <span className="font-medium">{name}</span>
  );
  return (
    <li
      className={cn(
        columns,
        "relative min-h-row border-border-soft border-b phone:flex phone:min-h-16 phone:gap-3",
        isOpen ? "bg-accent-subtle" : isTraced && "hover:bg-surface-hover",
      )}
    >
      <time dateTime={change.at} className="text-muted tabular-nums phone:order-last" suppressHydrationWarning>
        {at.toLocaleTimeString(locale, { timeZone, hour: "numeric", minute: "2-digit", second: "2-digit" })}
      </time>
      <span className="flex min-w-0 items-center gap-2">
        <ChangeNode change={change} />
        <span className="min-w-0 truncate phone:hidden">{named}</span>
      </span>
      <span className="truncate text-muted phone:hidden">{change.fieldLabel ?? ""}</span>
      <span className="min-w-0 phone:flex-1">
        <span className="block truncate desk:hidden">
          {named} <span className="text-muted">{change.fieldLabel?.toLowerCase()}</span>
        </span>
        <ChangeText change={change} label={label} />
      </span>
      <span className="truncate text-muted phone:hidden">{reasonWords(change, label)}</span>
      <span className="truncate text-muted phone:hidden">{change.writer ?? "–"}</span>
    </li>
  );
}
