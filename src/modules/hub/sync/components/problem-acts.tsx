"use client";

import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { useSyncActs } from "../client";
import type { SyncProblem } from "../schema";
import { decisionsOf } from "./problem-decisions";
import type { SyncProps } from "./sync-screen";

interface ProblemActsProps extends Pick<SyncProps, "connected"> {
  problem: SyncProblem;
  /** Shows the answer of the service below the row; null where there is none. */
  answer: { isOpen: boolean; onToggle(): void } | null;
  /** Saves the value that somebody typed; null where nobody did. */
  save: { run(): void; busy: boolean } | null;
}

/** The acts on one problem. */
export function ProblemActs({ connected, problem, answer, save }: ProblemActsProps) {
  const { can } = useWorkspace();
  const name = problem.record?.name || problem.externalId || "this record";
  return (
    <>
      {answer ? (
        <Button size="sm" variant="ghost" aria-expanded={answer.isOpen} onClick={answer.onToggle}>
          Answer
        </Button>
      ) : null}
      {can("connection:manage") ? <Acts connected={connected} problem={problem} save={save} name={name} /> : null}
    </>
  );
}

interface OneProps extends Pick<ProblemActsProps, "connected" | "problem"> {
  name: string;
}

function Acts({ connected, problem, save, name }: OneProps & Pick<ProblemActsProps, "save">) {
  const { retry, ignore } = useSyncActs();
  const input = { connectionId: connected.id, problems: { ids: [problem.id] } };
  const skip = (
    <Button
      size="sm"
      variant="ghost"
      aria-label={`Skip ${name}`}
      busy={ignore.isPending}
      onClick={() => ignore.mutate(input, { onSuccess: () => void notify.success(`${name} is skipped`) })}
    >
      Skip
    </Button>
  );
  if (save)
    return (
      <>
        <Button size="sm" variant="tinted" busy={save.busy} onClick={save.run}>
          Save, retry
        </Button>
        {skip}
      </>
    );
  const decisions = decisionsOf(problem.code, connected.label);
  if (decisions.length > 0) return <Decide connected={connected} problem={problem} name={name} />;
  if (problem.code === "conflict") return <KeepOne connected={connected} problem={problem} name={name} />;
  if (problem.candidates.length > 0)
    return (
      <>
        <ChooseRecord connected={connected} problem={problem} />
        {skip}
      </>
    );
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Retry ${name}`}
        busy={retry.isPending}
        onClick={() => retry.mutate(input, { onSuccess: () => void notify.success(`${name} is tried again now`) })}
      >
        Retry
      </Button>
      {skip}
    </>
  );
}

/** The decisions about a record that was deleted or merged on one side. */
function Decide({ connected: { id: connectionId, label }, problem, name }: OneProps) {
  const { settle } = useSyncActs();
  return decisionsOf(problem.code, label).map(({ act, word, done }) => (
    <Button
      key={act}
      size="sm"
      variant={act === "archive" ? "secondary" : "ghost"}
      aria-label={`${word}: ${name}`}
      busy={settle.isPending && settle.variables.act === act}
      onClick={() =>
        settle.mutate(
          { connectionId, problems: { ids: [problem.id] }, act },
          { onSuccess: () => void notify.success(`${name} is ${done}`) },
        )
      }
    >
      {word}
    </Button>
  ));
}

function KeepOne({ connected: { id: connectionId, label }, problem, name }: OneProps) {
  const { resolve } = useSyncActs();
  const keep = (side: "ours" | "theirs", words: string) =>
    resolve.mutate(
      { connectionId, id: problem.id, keep: side },
      { onSuccess: () => void notify.success(`${words} is kept for ${name}`) },
    );
  return (
    <>
      <Button
        size="sm"
        aria-label={`Keep ours for ${name}`}
        busy={resolve.isPending && resolve.variables.keep === "ours"}
        onClick={() => keep("ours", "Our value")}
      >
        <span className="phone:hidden">Keep ours</span>
        <span className="desk:hidden">Ours</span>
      </Button>
      <Button
        size="sm"
        aria-label={`Keep ${label}’s for ${name}`}
        busy={resolve.isPending && resolve.variables.keep === "theirs"}
        onClick={() => keep("theirs", `The value of ${label}`)}
      >
        <span className="phone:hidden">{`Keep ${label}’s`}</span>
        <span className="desk:hidden">{label}</span>
      </Button>
    </>
  );
}

function ChooseRecord({ connected: { id: connectionId }, problem }: Pick<ProblemActsProps, "connected" | "problem">) {
  const { chooseLink } = useSyncActs();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="sm" variant="tinted" busy={chooseLink.isPending}>
          Choose
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {problem.candidates.map(({ id: recordId, name }) => (
          <MenuItem
            key={recordId}
            onSelect={() =>
              chooseLink.mutate(
                { connectionId, id: problem.id, recordId },
                { onSuccess: () => void notify.success(`${name} is linked`) },
              )
            }
          >
            {name || "Without a name"}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
