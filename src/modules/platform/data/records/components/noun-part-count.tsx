"use client";

import { type PartList, partsIn, tickedIn } from "@/lib/nouns/parts";
import { useParts } from "@/trpc/part-writes";

/** The number of the parts of a record, for its tab; of a list with boxes how many are ticked too. */
export function NounPartCount({ list, id }: { list: PartList; id: string }) {
  const { data } = useParts(list, id);
  if (!data) return null;
  const { length } = partsIn(list, data);
  const ticked = tickedIn(list, data);
  return ticked === null || length === 0 ? length : `${ticked} of ${length}`;
}
