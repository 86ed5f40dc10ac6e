"use client";

import { ChevronDown, ChevronRight, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Loaded } from "@/components/layout/loaded";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Select } from "@/components/ui/select";
import { notify } from "@/components/ui/toast";
import { countedOf } from "@/lib/counted";
import { useProblems, useSyncActs } from "../client";
import type { SyncObject, SyncProblemGroup } from "../schema";
import { type Decision, decisionsOf } from "./problem-decisions";
import { ProblemRows } from "./problem-rows";
import type { SyncProps } from "./sync-screen";
import { groupTitle, problemWord } from "./sync-words";

interface ProblemGroupProps extends SyncProps {
  group: SyncProblemGroup;
  startsOpen: boolean;
}

const firstRows = 10;

/** Problems of one cause on a sunken head with the fix for all of them, and their rows. */
export function ProblemGroup({ connected, objects, group, startsOpen }: ProblemGroupProps) {
  const { locale } = useWorkspace();
  const [isOpen, setIsOpen] = useState(startsOpen);
  const object = objects.find(({ id }) => id === group.objectId);
  const title = groupTitle(group, connected.label);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <section aria-label={title ?? group.words} className="shrink-0">
      <div className="flex min-h-11 items-center gap-2.5 bg-surface-sunken px-edge py-1.5 hairline-b hairline-soft phone:flex-wrap">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning phone:mt-0.5 phone:self-start" />
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="relative flex min-w-0 flex-1 items-center gap-2 rounded-sm text-left hit-44 phone:basis-[calc(100%-26px)]"
        >
          <span className="min-w-0 truncate phone:whitespace-normal">
            <span className="font-medium">{title ?? group.words}</span>
            {title && sharesWords(group) ? <span className="text-muted">{`. ${group.words}`}</span> : null}
          </span>
          <Chevron aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
        <span className="shrink-0 text-muted text-sm phone:ml-[26px] phone:flex-1">
          {countedOf(group.entity, group.count, locale)}
        </span>
        <GroupFix connected={connected} group={group} object={object} />
      </div>
      {isOpen ? <GroupRows connected={connected} objects={objects} group={group} /> : null}
    </section>
  );
}

/** Whether the sentence of one problem is that of all: others name the record. */
const sharesWords = ({ code }: SyncProblemGroup): boolean => !["deletedThere", "deletedHere"].includes(code);

function GroupRows({ connected, objects, group: { entity, code, cause } }: Omit<ProblemGroupProps, "startsOpen">) {
  const query = useProblems({ connectionId: connected.id, entity, code, cause, limit: firstRows });
  return (
    <Loaded query={query} of="these problems" line>
      {() => <ProblemRows connected={connected} objects={objects} query={query} hasReason={code === "refusedThere"} />}
    </Loaded>
  );
}

interface GroupFixProps extends Pick<SyncProps, "connected"> {
  group: SyncProblemGroup;
  object: SyncObject | undefined;
}

function GroupFix({ connected, group, object }: GroupFixProps) {
  const { can } = useWorkspace();
  if (!can("connection:manage")) return null;
  if (group.options && object) return <OptionFix group={group} options={group.options} />;
  if (group.code === "conflict") return <KeepAll connected={connected} group={group} />;
  if (decisionsOf(group.code, connected.label).length > 0) return <DecideAll connected={connected} group={group} />;
  return <TryAll connected={connected} group={group} />;
}

type OfGroup = Pick<GroupFixProps, "connected" | "group">;

const chosenIn = ({ connected, group: { objectId, code, cause } }: OfGroup) => ({
  connectionId: connected.id,
  problems: { group: { objectId, code, cause } },
});

function TryAll({ connected, group }: OfGroup) {
  const { locale } = useWorkspace();
  const { retry, ignore } = useSyncActs();
  // Twins are decided one by one; a further try alone would find the same.
  const canRetry = group.code !== "twoHere";
  const input = chosenIn({ connected, group });
  const count = group.count.toLocaleString(locale);
  return (
    <>
      {canRetry ? (
        <Button
          size="sm"
          busy={retry.isPending}
          onClick={() =>
            retry.mutate(input, {
              onSuccess: (done) => void notify.success(`${problemWord(done.count, locale)} tried again now`),
            })
          }
        >
          {`Retry all ${count}`}
        </Button>
      ) : null}
      <Button
        size="sm"
        variant={canRetry ? "ghost" : "secondary"}
        busy={ignore.isPending}
        onClick={() =>
          ignore.mutate(input, {
            onSuccess: (done) => void notify.success(`${problemWord(done.count, locale)} skipped`),
          })
        }
      >
        {`Skip all ${count}`}
      </Button>
    </>
  );
}

/** One side for all conflicts of a field. */
function KeepAll({ connected, group }: OfGroup) {
  const { locale } = useWorkspace();
  const { resolveAll } = useSyncActs();
  const sides = [
    { keep: "ours", word: "Keep ours" },
    { keep: "theirs", word: `Keep ${connected.label}’s` },
  ] as const;
  return sides.map(({ keep, word }) => (
    <Button
      key={keep}
      size="sm"
      variant="ghost"
      busy={resolveAll.isPending && resolveAll.variables.keep === keep}
      onClick={() =>
        resolveAll.mutate(
          { ...chosenIn({ connected, group }), keep },
          { onSuccess: ({ count }) => void notify.success(`${problemWord(count, locale)} decided`) },
        )
      }
    >
      {`${word} for all`}
    </Button>
  ));
}

/** One decision for all records that were deleted or merged on one side; it can only be taken back one by one. */
function DecideAll({ connected, group }: OfGroup) {
  const { locale } = useWorkspace();
  const { settle } = useSyncActs();
  const [chosen, setChosen] = useState<Decision | null>(null);
  const records = countedOf(group.entity, group.count, locale);
  async function settleAll({ act }: Decision) {
    const input = { ...chosenIn({ connected, group }), act };
    let settled = 0;
    for (let left = 1; left > 0; ) {
      const done = await settle.mutateAsync(input);
      settled += done.count;
      left = done.left;
    }
    notify.success(`${problemWord(settled, locale)} decided`);
  }
  return (
    <>
      {decisionsOf(group.code, connected.label).map((decision) => (
        <Button
          key={decision.act}
          size="sm"
          variant={decision.act === "archive" ? "secondary" : "ghost"}
          busy={settle.isPending && chosen?.act === decision.act}
          onClick={() => setChosen(decision)}
        >
          {`${decision.word}: all ${group.count.toLocaleString(locale)}`}
        </Button>
      ))}
      <ConfirmDialog
        open={chosen !== null}
        onOpenChange={(open) => (open ? undefined : setChosen(null))}
        title={`${chosen?.word ?? ""}: ${records}?`}
        description={`Afterwards they are ${chosen?.done ?? ""}.`}
        action={chosen?.word ?? ""}
        onConfirm={async () => {
          if (chosen) await settleAll(chosen);
        }}
      />
    </>
  );
}

interface OptionFixProps {
  group: SyncProblemGroup;
  options: NonNullable<SyncProblemGroup["options"]>;
}

/** The option of the other side that all of a group get. */
function OptionFix({ group: { objectId, field, count, lacking }, options: { value, side, choices } }: OptionFixProps) {
  const { locale } = useWorkspace();
  const { pairOption } = useSyncActs();
  const [chosen, setChosen] = useState<string | null>(null);
  if (field === null) return null;
  const pair = side === "theirs" ? { ours: chosen ?? "", theirs: value } : { ours: value, theirs: chosen ?? "" };
  const name = lacking?.name ?? value;
  const partner = choices.find((one) => one.value === chosen)?.label;
  return (
    <>
      <Select
        size="sm"
        quiet
        className="w-40 shrink-0 phone:order-last phone:w-full"
        aria-label={`Partner of ${name}`}
        options={choices}
        value={chosen}
        onValueChange={setChosen}
      />
      <Button
        size="sm"
        variant="tinted"
        disabled={chosen === null}
        busy={pairOption.isPending}
        onClick={() =>
          pairOption.mutate(
            { objectId, field, ...pair },
            { onSuccess: () => void notify.success(`${name} is paired with ${partner ?? "its partner"}`) },
          )
        }
      >
        {`Use for all ${count.toLocaleString(locale)}`}
      </Button>
    </>
  );
}
