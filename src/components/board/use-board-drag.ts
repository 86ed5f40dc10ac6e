"use client";

import {
  type ClientRect,
  type CollisionDetection,
  type DragStartEvent,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { getEventCoordinates } from "@dnd-kit/utilities";
import { useRef, useState } from "react";
import type { ColumnHandle } from "@/components/board/board-column";
import type { DropPlace } from "@/components/board/board-order";
import { stripPrefix } from "@/components/board/board-strip";
import { useRelease } from "@/components/ui/use-release";

/** The dragged card, and its drop position. */
export interface Lift {
  cardId: string;
  from: string;
  width: number;
  height: number;
  byKeys: boolean;
  place: DropPlace;
}

interface DragOptions {
  handles: ReadonlyMap<string, ColumnHandle>;
  /** The position of a card in a column if the pointer does not decide it; null if it does. */
  fixedIndex(cardId: string, columnId: string): number | null;
  startOf(cardId: string): DropPlace | null;
  onLift(cardId: string): void;
  /** The pointer was released over a column, before dnd-kit and React follow; then comes `onDrop`. */
  onRelease(lift: Lift): void;
  onDrop(lift: Lift): void;
  onCancel(lift: Lift): void;
  /** A card is held over a button of the phone's strip. */
  onStrip(columnId: string | null): void;
}

/** A column counts over its whole height; the phone's strip comes first, because it is above the column. */
const columnUnderPointer: CollisionDetection = (args) => {
  const strips = args.droppableContainers.filter(({ id }) => String(id).startsWith(stripPrefix));
  const strip = pointerWithin({ ...args, droppableContainers: strips });
  if (strip.length > 0 || !args.pointerCoordinates) return strip;
  const { x } = args.pointerCoordinates;
  for (const { id } of args.droppableContainers) {
    const rect: ClientRect | undefined = args.droppableRects.get(id);
    if (!String(id).startsWith(stripPrefix) && rect && x >= rect.left && x < rect.right) return [{ id }];
  }
  return [];
};

/** dnd-kit measures the card only after the start, so it is measured here. */
function boxOf(cardId: string): DOMRect | undefined {
  return document.querySelector(`[data-card="${CSS.escape(cardId)}"]`)?.getBoundingClientRect();
}

/** Dragging with mouse and finger: the pointer and the boxes of the column under it give the position. */
export function useBoardDrag(options: DragOptions) {
  const [lift, setLift] = useState<Lift | null>(null);
  const pointer = useRef({ x: 0, y: 0 });
  const grab = useRef(0);
  /** The card in the hand over a column, as of the last pointer move; null while it is over none. */
  const held = useRef<Lift | null>(null);
  useRelease(lift !== null && !lift.byKeys, () => held.current && options.onRelease(held.current));

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const collisionDetection: CollisionDetection = (args) => {
    if (args.pointerCoordinates) pointer.current = args.pointerCoordinates;
    return columnUnderPointer(args);
  };

  function onDragStart({ active, activatorEvent }: DragStartEvent): void {
    const cardId = String(active.id);
    const place = options.startOf(cardId);
    const rect = boxOf(cardId);
    if (!place || !rect) return;
    const at = getEventCoordinates(activatorEvent);
    grab.current = at ? rect.top + rect.height / 2 - at.y : 0;
    options.onLift(cardId);
    held.current = null;
    setLift({ cardId, from: place.columnId, width: rect.width, height: rect.height, byKeys: false, place });
  }
  /** For each pointer move and for another column under it, which dnd-kit reports later. */
  function follow({ over }: { over: { id: string | number } | null }): void {
    if (!lift) return;
    const overId = over ? String(over.id) : null;
    held.current = over && lift;
    const strip = overId?.startsWith(stripPrefix) ? overId.slice(stripPrefix.length) : null;
    options.onStrip(strip);
    const columnId = strip ?? overId;
    if (columnId === null) return;
    const fixed = options.fixedIndex(lift.cardId, columnId);
    const index =
      fixed ?? (strip === null ? (options.handles.get(columnId)?.indexAt(pointer.current.y + grab.current) ?? 0) : 0);
    if (columnId === lift.place.columnId && index === lift.place.index) return;
    held.current = { ...lift, place: { columnId, index } };
    setLift(held.current);
  }
  function onDragEnd(): void {
    setLift(null);
    options.onStrip(null);
    if (held.current) options.onDrop(held.current);
    else if (lift) options.onCancel(lift);
  }
  function onDragCancel(): void {
    setLift(null);
    options.onStrip(null);
    if (lift) options.onCancel(lift);
  }
  return {
    lift,
    setLift,
    dnd: { sensors, collisionDetection, onDragStart, onDragMove: follow, onDragOver: follow, onDragEnd, onDragCancel },
  };
}
