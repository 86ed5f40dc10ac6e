"use client";

import { useState } from "react";
import { MoreFailed } from "@/components/data-table/more-failed";
import { ShowMore } from "@/components/data-table/show-more";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { cn } from "@/lib/cn";
import { homePathOf, nounOf } from "@/lib/nouns/all";
import { type useProblems, useSyncActs } from "../client";
import type { SyncProblem } from "../schema";
import { ProblemActs } from "./problem-acts";
import type { SyncProps } from "./sync-screen";

const columns =
  "grid grid-cols-[minmax(0,200px)_minmax(0,220px)_minmax(0,1fr)_72px_minmax(150px,auto)] items-center gap-x-2.5 pr-edge pl-[46px]";

interface ProblemRowsProps extends Pick<SyncProps, "connected" | "objects"> {
  query: ReturnType<typeof useProblems>;
  /** Each row has a reason of its own. */
  hasReason: boolean;
}

/** Records and values that wait, each with its values, its tries and its acts. */
export function ProblemRows({ connected, query, hasReason }: ProblemRowsProps) {
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <ul>
        {rows.map((problem) => (
          <ProblemRow key={problem.id} connected={connected} problem={problem} hasReason={hasReason} />
        ))}
      </ul>
      {query.isError && !query.isFetchNextPageError ? (
        <MoreFailed busy={query.isFetching} onRetry={() => void query.refetch()} />
      ) : null}
      <ShowMore query={query}>Show more</ShowMore>
    </>
  );
}

interface ProblemRowProps extends Pick<SyncProps, "connected"> {
  problem: SyncProblem;
  hasReason: boolean;
}

function ProblemRow({ connected, problem, hasReason }: ProblemRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { answer, code, words, fieldLabel } = problem;
  const edit = useValueEdit(connected.id, problem);
  const reason = hasReason ? words : (fieldLabel ?? "");
  return (
    <li className={cn("border-border-soft border-b", isOpen && "bg-surface-hover")}>
      <div
        className={cn(
          columns,
          "min-h-10 py-1 phone:flex phone:flex-wrap phone:gap-x-2 phone:gap-y-1 phone:px-edge phone:py-2",
        )}
      >
        <RecordName problem={problem} />
        {edit ? <MendedValue problem={problem} edit={edit} /> : <Values problem={problem} label={connected.label} />}
        <span
          className="min-w-0 truncate text-muted phone:order-first phone:max-w-[55%] phone:flex-none phone:text-sm"
          title={reason}
        >
          {reason}
        </span>
        <Tries problem={problem} />
        <span className="flex items-center justify-end gap-1 phone:ml-auto">
          <ProblemActs
            connected={connected}
            problem={problem}
            answer={answer && code !== "conflict" ? { isOpen, onToggle: () => setIsOpen(!isOpen) } : null}
            save={edit?.isChanged ? { run: edit.save, busy: edit.busy } : null}
          />
        </span>
      </div>
      {isOpen ? <RawAnswer problem={problem} /> : null}
    </li>
  );
}

/** The change of a refused value in its row; null where the value cannot be changed here. */
function useValueEdit(connectionId: string, { id, edit, record }: SyncProblem) {
  const { can } = useWorkspace();
  const { mend } = useSyncActs();
  const [typed, setTyped] = useState<string | null>(null);
  if (edit === null || !can("connection:manage")) return null;
  const value = typed ?? edit;
  const save = () =>
    mend.mutate(
      { connectionId, id, value },
      {
        onSuccess: () => {
          setTyped(null);
          notify.success(`${record?.name || "The record"} is changed and tried again now`);
        },
      },
    );
  return { value, setTyped, save, busy: mend.isPending, isChanged: value.trim() !== edit.trim() };
}

interface MendedValueProps {
  problem: SyncProblem;
  edit: NonNullable<ReturnType<typeof useValueEdit>>;
}

const MendedValue = ({ problem: { fieldLabel, record }, edit }: MendedValueProps) => (
  <Input
    size="sm"
    aria-label={`${fieldLabel ?? "Value"} of ${record?.name || "this record"}`}
    className="mono"
    frameClassName="phone:min-w-40 phone:flex-1 phone:w-auto"
    invalid={!edit.isChanged}
    disabled={edit.busy}
    value={edit.value}
    onChange={({ target }) => edit.setTyped(target.value)}
    onKeyDown={({ key }) => {
      if (key === "Enter" && edit.isChanged) edit.save();
      if (key === "Escape") edit.setTyped(null);
    }}
  />
);

function RecordName({ problem: { record, externalId, entity } }: { problem: SyncProblem }) {
  const { href } = useWorkspace();
  const head = nounOf(entity);
  if (record && head)
    return (
      <Link
        href={href(`${homePathOf(head)}/${record.id}`)}
        className="min-w-0 truncate rounded-sm font-medium hover:underline phone:order-first phone:flex-1"
      >
        {record.name || "Without a name"}
      </Link>
    );
  return (
    <span className="min-w-0 truncate text-muted phone:order-first phone:flex-1">
      {"There: "}
      <span className="mono">{externalId}</span>
    </span>
  );
}

function Values({ problem: { ours, theirs, code }, label }: { problem: SyncProblem; label: string }) {
  if (ours === null && theirs === null) return <span className="phone:hidden" />;
  if (code === "conflict")
    return (
      <span className="min-w-0 leading-[18px] phone:flex-1">
        <Value where="Ours" value={ours} />
        <Value where={label} value={theirs} />
      </span>
    );
  return <span className="min-w-0 truncate phone:flex-1">{ours ?? theirs}</span>;
}

const Value = ({ where, value }: { where: string; value: string | null }) => (
  <span className="block truncate">
    <span className="text-muted text-sm">{`${where}: `}</span>
    {value ?? "–"}
  </span>
);

const mostTries = 4;

/** "2 of 4" while it is tried again by itself; else it waits for somebody. */
function Tries({ problem: { nextTryAt, attempts } }: { problem: SyncProblem }) {
  return (
    <span className="text-muted text-sm tabular-nums phone:hidden">
      {nextTryAt === null ? "waits" : `${attempts} of ${mostTries}`}
    </span>
  );
}

function RawAnswer({ problem: { answer, nextTryAt, createdAt } }: { problem: SyncProblem }) {
  const { locale, zone: timeZone } = useWorkspace();
  const next = nextTryAt
    ? `Next try ${new Date(nextTryAt).toLocaleString(locale, { timeZone, dateStyle: "medium", timeStyle: "short" })}.`
    : "It is not tried again by itself.";
  return (
    <div className="pr-edge pb-3 pl-[46px] phone:pl-edge">
      <p className="text-muted text-sm">
        {`${next} Any change on either side tries at once. Since `}
        <RelativeTime at={createdAt} inSentence />.
      </p>
      <p className="mono mt-1.5 break-words rounded-md bg-surface px-2.5 py-2 shadow-[inset_0_0_0_1px_var(--border-soft)]">
        {answer}
      </p>
    </div>
  );
}
