"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, ChevronDown } from "lucide-react";
import { useId } from "react";
import type { z } from "zod";
import { toastRefusal } from "@/components/form/toast-refusal";
import { Button } from "@/components/ui/button";
import { SectionHead } from "@/components/ui/description-list";
import { Menu, MenuContent, MenuTrigger } from "@/components/ui/menu";
import { Tick } from "@/components/ui/tick";
import { partsIn } from "@/lib/nouns/parts";
import { useParts } from "@/trpc/part-writes";
import { useApi } from "@/trpc/react";
import { checklistParts } from "../checklist/fields";
import type { Task } from "../fields";
import type { TaskMove } from "../moves/schema";
import { MoveItem } from "./status-menu";

type Item = z.infer<typeof checklistParts.part>;

/** Refetches all that tasks say. */
function useRefreshTasks() {
  const api = useApi();
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries(api.tasks.pathFilter()),
      client.invalidateQueries(api.projects.completion.pathFilter()),
      client.invalidateQueries(api.projects.progress.pathFilter()),
    ]);
  };
}

/** A guest completes a task that is assigned to them here, moves it to another status, and ticks off its checklist. */
export function SharedTask({ task }: { task: Task }) {
  const { data } = useQuery(useApi().tasks.moves.queryOptions({ id: task.id }));
  if (!data?.mayMove) return null;
  const moves = data.moves.filter(({ id }) => id !== task.status?.id);
  return (
    <section aria-label="Your task" className="shrink-0 hairline-t hairline-b">
      <SectionHead title="Your task" />
      <Moves task={task} moves={moves} />
      <Ticks task={task} />
    </section>
  );
}

function Moves({ task, moves }: { task: Task; moves: readonly TaskMove[] }) {
  const api = useApi();
  const move = useMutation(api.tasks.move.mutationOptions({ onSettled: useRefreshTasks(), onError: toastRefusal }));
  const done = task.completedAt === null ? moves.filter(({ category }) => category === "done") : [];
  // The first that the task can move to; else the first says what it needs.
  const complete = done.find(({ refusal }) => refusal === null) ?? done[0];
  const reasonId = useId();
  const to = (statusId: string) => move.mutate({ id: task.id, version: task.version, statusId });
  if (moves.length === 0) return <p className="px-edge text-muted">The workflow allows no move from here.</p>;
  return (
    <div className="flex flex-wrap items-center gap-2 px-edge pb-2">
      {complete ? (
        <Button
          variant="primary"
          icon={<Check aria-hidden />}
          busy={move.isPending}
          disabled={complete.refusal !== null}
          aria-describedby={complete.refusal === null ? undefined : reasonId}
          onClick={() => to(complete.id)}
        >
          Complete
        </Button>
      ) : null}
      <Menu>
        <MenuTrigger asChild>
          <Button disabled={move.isPending}>
            Move to
            <ChevronDown aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent>
          {moves.map((one) => (
            <MoveItem key={one.id} to={one} onMove={() => to(one.id)} />
          ))}
        </MenuContent>
      </Menu>
      {complete && complete.refusal !== null ? (
        <p id={reasonId} className="w-full text-muted text-sm">
          {complete.refusal}
        </p>
      ) : null}
    </div>
  );
}

function Ticks({ task }: { task: Task }) {
  const query = useParts(checklistParts, task.id);
  const refresh = useRefreshTasks();
  const tick = useMutation(useApi().tasks.tick.mutationOptions({ onSettled: refresh, onError: toastRefusal }));
  const whole = query.data;
  if (query.isError) return <p className="px-edge text-muted">The checklist could not be loaded.</p>;
  if (!whole) return null;
  const of = { id: task.id, version: whole.version };
  return (
    // A long list leaves room for the page.
    <ul className="max-h-52 overflow-y-auto pb-2">
      {(partsIn(checklistParts, whole) as unknown as Item[]).map(({ id, text, done }) => (
        <li key={id} className="flex min-h-8 items-center gap-2.5 px-edge phone:min-h-11">
          <Tick
            label={text}
            checked={done}
            onTick={(next) => tick.mutateAsync({ ...of, itemId: id, done: next }).catch(() => undefined)}
          />
          <span className="min-w-0 flex-1">{text}</span>
        </li>
      ))}
    </ul>
  );
}
