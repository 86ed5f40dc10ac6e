"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { readServerError } from "@/components/form/server-error";
import { Button } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import { useEditsOf } from "@/trpc/noun-client";
import { useApi } from "@/trpc/react";
import { StatusName, StatusSign } from "../../task-statuses/components/status-badge";
import { type Task, tasks } from "../fields";
import type { TaskMove } from "../moves/schema";

/** The status of a task that one may move, which opens the moves of its workflow; those that it cannot make yet say what they need. */
export function StatusMenu({ task }: { task: Task }) {
  const [isOpen, setOpen] = useState(false);
  const name = task.status?.name ?? "No status";
  const shown = task.status ? <StatusName status={task.status} isDone={task.completedAt !== null} /> : name;
  return (
    <Menu onOpenChange={setOpen}>
      <MenuTrigger asChild>
        <Button size="sm" aria-label={`${name}, move to another status`}>
          {shown}
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">{isOpen ? <Moves task={task} /> : null}</MenuContent>
    </Menu>
  );
}

function Moves({ task }: { task: Task }) {
  const edits = useEditsOf(tasks);
  // Moves may have other needs than when the menu was open before.
  const query = useQuery(useApi().tasks.moves.queryOptions({ id: task.id }, { staleTime: 0 }));
  const { data, error, isFetching } = query;
  if (!data && error)
    return (
      <MenuItem onSelect={() => void query.refetch()}>
        {`${readServerError(error).message} Choose this to try again.`}
      </MenuItem>
    );
  if (!data)
    return <MenuItem disabled>{isFetching ? "Loading the statuses…" : "Waiting for the connection…"}</MenuItem>;
  if (data.moves.length === 0) return <MenuItem disabled>No workflow has statuses yet</MenuItem>;
  const move = (id: string, name: string) =>
    edits
      .save(task, tasks.fields.status.label, { statusId: id }, `${task.name} moved to ${name}`)
      .catch((failed: Error) => notify.error(failed.message));
  return data.moves.map((to) => (
    <MoveItem key={to.id} to={to} isHere={to.id === task.status?.id} onMove={() => void move(to.id, to.name)} />
  ));
}

interface MoveItemProps {
  to: TaskMove;
  isHere?: boolean;
  onMove(): void;
}

/** A status in a menu of moves; one that the task cannot move to yet says what that needs. */
export function MoveItem({ to: { id, name, refusal }, isHere = false, onMove }: MoveItemProps) {
  const held = isHere ? null : refusal;
  return (
    <MenuItem
      icon={isHere ? <Check aria-hidden /> : <StatusSign id={id} />}
      className="h-auto min-h-7 items-start py-1"
      disabled={held !== null}
      onSelect={() => (isHere ? undefined : onMove())}
    >
      <span className="min-w-0">
        {name}
        {held === null ? null : <span className="block max-w-64 whitespace-normal text-sm">{held}</span>}
      </span>
    </MenuItem>
  );
}
