"use client";

import { useQuery } from "@tanstack/react-query";
import { Circle, CircleCheck } from "lucide-react";
import { useMemo } from "react";
import { useWorkspace } from "@/components/layout/workspace-context";
import { StageLine, StageName } from "@/components/ui/stage-line";
import type { ChoiceColor } from "@/lib/fields/choice-colors";
import type { RecordOf } from "@/lib/fields/record";
import { settingsEntries } from "@/lib/list-request";
import { useApi } from "@/trpc/react";
import type { taskStatuses } from "../fields";

interface Placed {
  color: ChoiceColor | null;
  isDone: boolean;
  /** From 1, among the statuses of open tasks. */
  place: number;
  open: number;
}

/** The statuses in use by id; they change rarely, and lists and boards load them once. */
function usePlaced(): ReadonlyMap<string, Placed> {
  const { isGuest } = useWorkspace();
  const { data } = useQuery(
    useApi()["task-statuses"].list.queryOptions(settingsEntries, { staleTime: 300_000, enabled: !isGuest }),
  );
  return useMemo(() => {
    const rows = (data?.rows ?? []) as readonly Pick<
      RecordOf<typeof taskStatuses.fields>,
      "id" | "color" | "category"
    >[];
    const open = rows.filter(({ category }) => category !== "done");
    return new Map(
      rows.map(({ id, color, category }) => [
        id,
        {
          ...{ color, isDone: category === "done", open: open.length },
          place: open.findIndex((one) => one.id === id) + 1,
        },
      ]),
    );
  }, [data]);
}

/** The sign of a status in menus; a circle for those who cannot read the list of statuses. */
export function StatusSign({ id }: { id: string }) {
  const placed = usePlaced().get(id);
  if (!placed) return <Circle aria-hidden />;
  if (placed.isDone) return <CircleCheck aria-hidden className="text-positive" />;
  return <StageLine total={placed.open} position={placed.place} color={colorOf(placed)} className="w-4" />;
}

const colorOf = ({ color }: Placed) => (color === null ? "var(--accent)" : `var(--choice-${color})`);

/** A status with its sign: a check when tasks in it are done, else how far it is along the statuses. */
export function StatusName({ status, isDone }: { status: { id: string | null; name: string }; isDone?: boolean }) {
  const placed = usePlaced().get(status.id ?? "");
  const { name } = status;
  if (placed?.isDone ?? isDone) return <StageName kind="won" name={name} />;
  // Guests and archived statuses: no place is known.
  if (!placed) return <span className="truncate">{name}</span>;
  return <StageName kind="open" name={name} total={placed.open} position={placed.place} color={colorOf(placed)} />;
}
