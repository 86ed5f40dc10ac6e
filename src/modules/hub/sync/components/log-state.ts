import { createParser, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { todayIn } from "@/lib/day-words";
import { type AuditTime, auditTimes, isDay, momentsOf } from "@/modules/platform/history/audit/rules";
import { changeReasons } from "../schema";

export const directions = ["in", "out", "kept"] as const;
const parseAsDay = createParser({ parse: (text) => (isDay(text) ? text : null), serialize: (day: string) => day });

/** The filters of the log and the open change, in its address. */
export const useLogState = () =>
  useQueryStates({
    time: parseAsStringLiteral(Object.keys(auditTimes) as AuditTime[]),
    from: parseAsDay,
    to: parseAsDay,
    object: parseAsString,
    direction: parseAsStringLiteral(directions),
    by: parseAsStringLiteral(changeReasons),
    change: parseAsString,
  });
export type LogState = ReturnType<typeof useLogState>[0];

export const noFilter = { time: null, from: null, to: null, object: null, direction: null, by: null } as const;

export const isFiltered = (state: LogState): boolean =>
  Object.keys(noFilter).some((key) => state[key as keyof typeof noFilter] !== null);

/** The filters as the server takes them; times are the bounds of days in the reader's zone. */
export function useLogFilter(state: LogState) {
  const { zone } = useWorkspace();
  const { object, direction, by } = state;
  return {
    ...momentsOf(state, { today: todayIn(zone), zone }),
    ...(object ? { entity: object } : {}),
    ...(direction ? { way: direction } : {}),
    ...(by ? { decidedBy: by } : {}),
  };
}
