"use client";

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { GripVertical } from "lucide-react";
import { type ReactNode, useId } from "react";
import { sortableWords } from "@/components/ui/sortable-words";
import { cn } from "@/lib/cn";
import { reordered } from "@/lib/reorder";

/** A row; `fixed` rows have no handle: others move around them. */
interface SortedRow {
  id: string;
  name: string;
  fixed?: boolean;
}

export interface SortableRowsProps<T extends SortedRow> {
  rows: readonly T[];
  /** Names the list for screen readers. */
  label: string;
  /** Off for members who may not reorder: there are no handles. */
  enabled: boolean;
  onOrder(ids: string[]): void;
  children(row: T, place: number): ReactNode;
}

/** Rows that are put into order by their handles: mouse, touch, or Space and arrows. */
export function SortableRows<T extends SortedRow>(props: SortableRowsProps<T>) {
  const { rows, label, enabled, onOrder, children } = props;
  const id = useId();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 150, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = rows.map((row) => row.id);
  const name = (id: string) => rows.find((row) => row.id === id)?.name ?? "";

  function drop({ active, over }: DragEndEvent) {
    if (!over || active.id === over.id) return;
    onOrder(reordered(ids, ids.indexOf(String(active.id)), ids.indexOf(String(over.id))));
  }

  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={sortableWords(ids, name)}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy} disabled={!enabled || rows.length < 2}>
        <ul aria-label={label}>
          {rows.map((row, at) => (
            <SortableRow
              key={row.id}
              id={row.id}
              name={row.name}
              enabled={enabled}
              still={rows.length < 2 || row.fixed === true}
            >
              {children(row, at)}
            </SortableRow>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableRow(props: { id: string; name: string; enabled: boolean; still: boolean; children: ReactNode }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: props.id,
    disabled: { draggable: !props.enabled || props.still, droppable: !props.enabled },
  });
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform && { ...transform, x: 0 }), transition }}
      className={cn(
        "flex min-h-[42px] items-center gap-2 bg-surface px-edge hairline-b hairline-soft phone:min-h-14",
        isDragging && "relative z-sticky rounded-md shadow-3",
      )}
    >
      {props.enabled && props.still ? <span className="-ml-1.5 w-6 shrink-0" /> : null}
      {props.enabled && !props.still ? (
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-label={`Move ${props.name}`}
          className="relative -ml-1.5 grid size-6 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-faint hit-44 hover:bg-surface-hover hover:text-text"
        >
          <GripVertical aria-hidden className="size-3.5" />
        </button>
      ) : null}
      {props.children}
    </li>
  );
}
