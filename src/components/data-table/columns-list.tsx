"use client";

import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Eye, EyeOff, GripVertical, Pin, PinOff, RotateCcw } from "lucide-react";
import { useMemo } from "react";
import {
  type ColumnPlace,
  moveColumn,
  type PlacedColumn,
  placeColumns,
  withWidths,
} from "@/components/data-table/column-layout";
import { ColumnMenu } from "@/components/data-table/column-menu";
import type { DataColumn } from "@/components/data-table/data-column";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { sortableWords } from "@/components/ui/sortable-words";
import { cn } from "@/lib/cn";

export interface ColumnsListProps<T> {
  columns: readonly DataColumn<T>[];
  places: ColumnPlace[] | null;
  /** Null restores the default columns. */
  onChange(places: ColumnPlace[] | null): void;
}

/** Shows, hides, reorders and resizes columns, and pins the first one. */
export function ColumnsList<T>({ columns, places, onChange }: ColumnsListProps<T>) {
  const placed = useMemo(() => placeColumns(columns, places), [columns, places]);
  const hidden = columns.filter((column) => !placed.some((shown) => shown.id === column.id));
  const current = withWidths(placed, {});
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = placed.map((column) => column.id);
  const move = (id: string, overId: string | undefined) =>
    overId === undefined ? null : () => onChange(moveColumn(current, id, overId));
  const name = (id: string) => columns.find((column) => column.id === id)?.header ?? id;

  return (
    <>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        accessibility={sortableWords(ids, name)}
        onDragEnd={({ active, over }) => {
          if (over && over.id !== active.id) onChange(moveColumn(current, String(active.id), String(over.id)));
        }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ul>
            {placed.map((column, index) => (
              <ShownColumn
                key={column.id}
                column={column}
                name={name(column.id)}
                first={index === 0}
                // The first column names the row and cannot be hidden.
                onHide={
                  column.id === columns[0]?.id
                    ? null
                    : () => onChange(current.filter((place) => place.id !== column.id))
                }
                onUp={move(column.id, ids[index - 1])}
                onDown={move(column.id, ids[index + 1])}
                onWiden={(by) => onChange(withWidths(placed, { [column.id]: column.width + by }))}
                onPin={() => onChange(current.map((place, at) => (at === 0 ? pinned(place, !column.pinned) : place)))}
              />
            ))}
          </ul>
        </SortableContext>
      </DndContext>
      {hidden.length > 0 ? <HiddenColumns columns={hidden} onShow={(id) => onChange([...current, { id }])} /> : null}
      {places ? (
        <Button
          variant="ghost"
          size="sm"
          icon={<RotateCcw aria-hidden />}
          className="mt-1"
          onClick={() => onChange(null)}
        >
          Reset columns
        </Button>
      ) : null}
    </>
  );
}

function pinned(place: ColumnPlace, on: boolean): ColumnPlace {
  const { pinned: _, ...rest } = place;
  return on ? { ...rest, pinned: true } : rest;
}

interface HiddenColumnsProps {
  columns: readonly { id: string; header: string }[];
  onShow(columnId: string): void;
}

function HiddenColumns({ columns, onShow }: HiddenColumnsProps) {
  return (
    <ul className="mt-1 pt-1 hairline-t hairline-soft">
      {columns.map(({ id, header }) => (
        <li key={id} className="flex h-7 items-center gap-2 rounded-sm pr-1 pl-8 text-muted phone:h-11">
          <span className="min-w-0 flex-1 truncate">{header}</span>
          <IconButton
            size="sm"
            label={`Show ${header}`}
            icon={<EyeOff aria-hidden />}
            tooltip={false}
            onClick={() => onShow(id)}
          />
        </li>
      ))}
    </ul>
  );
}

function ShownColumn(props: {
  column: PlacedColumn;
  name: string;
  first: boolean;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onWiden(by: number): void;
  onHide: (() => void) | null;
  onPin(): void;
}) {
  const { column, name } = props;
  const sortable = useSortable({ id: column.id });
  return (
    <li
      ref={sortable.setNodeRef}
      style={{ transform: CSS.Translate.toString(sortable.transform), transition: sortable.transition }}
      className={cn(
        "relative flex h-7 items-center gap-2 rounded-sm bg-surface-raised pr-1 phone:h-11",
        sortable.isDragging && "z-1 shadow-2",
      )}
    >
      <button
        type="button"
        {...sortable.attributes}
        {...sortable.listeners}
        aria-label={`Move ${name}`}
        className="grid h-full w-6 cursor-grab touch-none place-items-center rounded-sm text-faint hover:text-text"
      >
        <GripVertical aria-hidden className="size-3.5" />
      </button>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {props.first ? (
        <IconButton
          size="sm"
          label={column.pinned ? `Unpin ${name}` : `Pin ${name}`}
          aria-pressed={column.pinned}
          icon={column.pinned ? <Pin aria-hidden /> : <PinOff aria-hidden />}
          tooltip={false}
          onClick={props.onPin}
        />
      ) : null}
      {props.onHide ? (
        <IconButton
          size="sm"
          label={`Hide ${name}`}
          icon={<Eye aria-hidden />}
          tooltip={false}
          onClick={props.onHide}
        />
      ) : null}
      <ColumnMenu name={name} onUp={props.onUp} onDown={props.onDown} onWiden={props.onWiden} />
    </li>
  );
}
