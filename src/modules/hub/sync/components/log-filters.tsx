import { ArrowLeftRight, Clock, Scale, Shapes } from "lucide-react";
import { FilterRow } from "@/components/data-table/filter-row";
import { FilterPick, OptionFilter } from "@/components/data-table/option-filter";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { AuditTimeChoice, useTimeText } from "@/modules/platform/history/audit/components/time-picker";
import { changeReasons } from "../schema";
import { directions, isFiltered, type LogState, noFilter } from "./log-state";
import type { SyncProps } from "./sync-screen";
import { decidedWord, directionWord } from "./sync-words";

interface LogFiltersProps extends SyncProps {
  state: LogState;
  onChange(next: Partial<LogState>): void;
}

/** The filters of the log, each as a chip once it is set; one line that scrolls on phones. */
export function LogFilters({ connected: { label }, objects, state, onChange }: LogFiltersProps) {
  const timeText = useTimeText();
  const { object, direction, by } = state;
  const wayWord = (way: (typeof directions)[number]) => (way === "kept" ? "Kept as it was" : directionWord(way, label));
  return (
    <FilterRow className="no-scrollbar min-h-bar flex-nowrap overflow-x-auto pb-0 hairline-b phone:py-2 [&>*]:shrink-0">
      <FilterPick
        label="When"
        operator="is in"
        icon={<Clock aria-hidden />}
        value={timeText(state)}
        onRemove={() => onChange({ time: null, from: null, to: null })}
      >
        {(done) => <AuditTimeChoice state={state} onChange={onChange} onDone={done} />}
      </FilterPick>
      <OptionFilter
        label="Object"
        icon={<Shapes aria-hidden />}
        value={object && (objects.find(({ entity }) => entity === object)?.labels.ours ?? object)}
        onRemove={() => onChange({ object: null })}
        find="Find a kind of record"
        options={objects.map(({ entity, labels }) => ({ value: entity, label: labels.ours }))}
        picked={object}
        onPick={({ value }) => onChange({ object: value })}
      />
      <OptionFilter
        label="Direction"
        icon={<ArrowLeftRight aria-hidden />}
        value={direction && wayWord(direction)}
        onRemove={() => onChange({ direction: null })}
        find="Find a direction"
        options={directions.map((value) => ({ value, label: wayWord(value) }))}
        picked={direction}
        onPick={({ value }) => onChange({ direction: value as (typeof directions)[number] })}
      />
      <OptionFilter
        label="Decided by"
        icon={<Scale aria-hidden />}
        value={by && decidedWord(by, label)}
        onRemove={() => onChange({ by: null })}
        find="Find a reason"
        options={changeReasons.map((value) => ({ value, label: decidedWord(value, label) }))}
        picked={by}
        onPick={({ value }) => onChange({ by: value as (typeof changeReasons)[number] })}
      />
      {isFiltered(state) ? (
        <Button size="sm" variant="ghost" onClick={() => onChange(noFilter)}>
          Clear filters
        </Button>
      ) : null}
      <span className="ml-auto text-muted text-sm phone:hidden">Changes are kept for 90 days</span>
    </FilterRow>
  );
}

export const NoChanges = ({ isFiltered: filtered, onClear }: { isFiltered: boolean; onClear(): void }) =>
  filtered ? (
    <EmptyState
      title="No changes match"
      line={false}
      className="h-full"
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  ) : (
    <EmptyState title="No changes yet" line={false} className="h-full">
      Each change of the sync shows up here, with its reason and who had made it.
    </EmptyState>
  );
