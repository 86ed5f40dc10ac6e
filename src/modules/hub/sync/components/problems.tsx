"use client";

import { RotateCcw } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ChoiceMenu } from "@/components/data-table/choice-menu";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Segmented } from "@/components/ui/segmented";
import { notify } from "@/components/ui/toast";
import { useProblemGroups, useProblems, useSyncActs } from "../client";
import type { SyncProblemGroup } from "../schema";
import { ProblemGroup } from "./problem-group";
import { ProblemRows } from "./problem-rows";
import { healthOf } from "./sync-counts";
import { type SyncProps, SyncScreen } from "./sync-screen";
import { problemWord, recordWord } from "./sync-words";

const states = [
  { value: "open", label: "Open" },
  { value: "ignored", label: "Skipped" },
] as const;
const stateNames = ["open", "ignored"] as const;
const all = "all";
/** Groups after these show their rows when somebody opens them. */
const openAtFirst = 4;

/** All that waits for somebody, by the fix that it needs. */
export function SyncProblems({ provider }: { provider: string }) {
  return (
    <SyncScreen provider={provider}>
      {(connected, objects) => <Problems connected={connected} objects={objects} />}
    </SyncScreen>
  );
}

function Problems({ connected, objects }: SyncProps) {
  const { locale } = useWorkspace();
  const query = useProblemGroups(connected.id);
  const [{ state, object }, set] = useQueryStates({
    state: parseAsStringLiteral(stateNames).withDefault("open"),
    object: parseAsString.withDefault(all),
  });
  const groups = (query.data ?? []).filter(({ entity }) => object === all || entity === object);
  const isSettled = healthOf(objects) === "inSync";
  const inSync = objects.reduce((sum, one) => sum + one.inSync, 0);
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="sticky top-0 z-sticky flex min-h-bar shrink-0 items-center gap-2 bg-surface px-edge hairline-b phone:py-2">
        <Segmented
          aria-label="Problems"
          options={states}
          value={state}
          onValueChange={(next) => void set({ state: next })}
        />
        <ChoiceMenu
          label="Object"
          align="start"
          value={object}
          options={[
            { value: all, label: "All" },
            ...objects.map(({ entity, labels }) => ({ value: entity, label: labels.ours })),
          ]}
          onChange={(next) => void set({ object: next })}
        />
        <span className="ml-auto truncate text-muted text-sm phone:hidden">
          {`${recordWord(inSync, locale)} are in sync and go on`}
        </span>
        {state === "open" && groups.length > 0 ? <RetryAll connectionId={connected.id} groups={groups} /> : null}
      </div>
      {state === "ignored" ? (
        <Skipped connected={connected} objects={objects} entity={object === all ? undefined : object} />
      ) : (
        <Loaded query={query} of="the problems">
          {() =>
            groups.length === 0 ? (
              <EmptyState title={isSettled ? "Everything is in sync" : "Nothing waits for you"} line={false}>
                Values and records that cannot be kept equal show up here, each with its reason and a fix.
              </EmptyState>
            ) : (
              groups.map((group, at) => (
                <ProblemGroup
                  key={`${group.objectId} ${group.code} ${group.cause}`}
                  connected={connected}
                  objects={objects}
                  group={group}
                  startsOpen={at < openAtFirst}
                />
              ))
            )
          }
        </Loaded>
      )}
    </div>
  );
}

function RetryAll({ connectionId, groups }: { connectionId: string; groups: readonly SyncProblemGroup[] }) {
  const { can, locale } = useWorkspace();
  const { retry } = useSyncActs();
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  if (!can("connection:manage")) return null;
  async function retryAll() {
    let tried = 0;
    for (const { objectId, code, cause } of groups) {
      const group = { objectId, code, cause };
      const done = await retry.mutateAsync({ connectionId, problems: { group } }).catch(() => null);
      tried += done?.count ?? 0;
    }
    if (tried > 0) notify.success(`${problemWord(tried, locale)} tried again now`);
  }
  return (
    <Button
      size="sm"
      className="phone:ml-auto"
      icon={<RotateCcw aria-hidden />}
      busy={retry.isPending}
      onClick={() => void retryAll()}
    >
      {`Retry all ${count.toLocaleString(locale)}`}
    </Button>
  );
}

function Skipped({ connected, objects, entity }: SyncProps & { entity: string | undefined }) {
  const query = useProblems({ connectionId: connected.id, state: "ignored", ...(entity ? { entity } : {}) });
  return (
    <Loaded query={query} of="the skipped problems">
      {({ pages }) =>
        pages.some(({ items }) => items.length > 0) ? (
          <ProblemRows connected={connected} objects={objects} query={query} hasReason />
        ) : (
          <EmptyState title="Nothing is skipped" line={false}>
            A skipped problem is left as it is until one of its values changes.
          </EmptyState>
        )
      }
    </Loaded>
  );
}
